package org.licensehub.hub.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.licensehub.connectors.SharedRecord;
import org.licensehub.hub.demo.synthetic.SyntheticRecord;
import org.licensehub.hub.demo.synthetic.SyntheticRecords;
import org.licensehub.hub.intake.IntakeReceipt;
import org.licensehub.hub.intake.RecordIntake;
import org.licensehub.hub.issuing.LicensePublished;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.file.FileStore;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.repository.LicenseLedger;
import org.licensehub.store.repository.LicenseRepository;
import org.licensehub.store.repository.MoveResult;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** A district and a city, both real, over real mutual TLS, with records to issue licenses from. */
abstract class TwoHubs {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    static HubPair hubs;
    private static List<SyntheticRecord> records;
    private static int used;

    final ObjectMapper json = hubs.city.getBean(ObjectMapper.class);
    final LicenseRepository cityLicenses = hubs.city.getBean(LicenseRepository.class);
    final LicenseRepository districtLicenses = hubs.district.getBean(LicenseRepository.class);

    @BeforeAll
    static void start() throws IOException {
        hubs = new HubPair();
        LicenseTypeCatalogue types = hubs.district.getBean(LicenseTypeCatalogue.class);
        records = SyntheticRecords.generate(11, 400, 300, 0, LocalDate.now()).records().stream()
                .filter(record -> record.areaCode().equals("350205") && types.find(record.typeCode()).orElseThrow().automaticApproval()).toList();
    }

    @AfterAll
    static void stop() {
        hubs.close();
    }

    final License issue() {
        SyntheticRecord record = records.get(used++);
        IntakeReceipt receipt = hubs.district.getBean(RecordIntake.class).accept(List.of(new SharedRecord(record.typeCode(), record.source(),
                record.sourceKey(), record.revision(), record.fields(), Instant.now())), "test", "test").get(0);
        assertThat(receipt.outcome()).as("%s", receipt.reasons()).isEqualTo(IntakeReceipt.Outcome.ACCEPTED);
        UUID id = HubPair.database(hubs.district).queryForObject("select license_id from intake_record where id = ?", UUID.class, receipt.receiptId());
        return await().atMost(PATIENCE).until(() -> districtLicenses.find(id).orElseThrow(), license -> license.state() == LicenseState.VALID);
    }

    final License awaitInCity(UUID id, LicenseState state) {
        return await().atMost(PATIENCE).until(() -> cityLicenses.find(id).orElse(null), license -> license != null && license.state() == state);
    }

    final void cancel(UUID id) {
        ConfigurableApplicationContext district = hubs.district;
        district.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
            MoveResult moved = district.getBean(LicenseLedger.class).move(id, LicenseState.CANCELLED, "test", "test");
            district.publishEvent(new LicensePublished(((MoveResult.Moved) moved).license()));
        });
    }

    final HubKeys districtKeys() {
        return hubs.district.getBean(HubKeys.class);
    }

    final LicenseTransfer transfer(License license) {
        return LicenseTransfer.of(license, hubs.district.getBean(LicenseContents.class));
    }

    final Envelope envelope(License license) {
        return Envelope.sign(UUID.randomUUID(), HubPair.DISTRICT, HubPair.CITY, write(transfer(license)), districtKeys().hubKey());
    }

    final byte[] bodyInOutbox(License license, UUID id) {
        Envelope envelope = Envelope.sign(id, HubPair.DISTRICT, HubPair.CITY, write(transfer(license)), districtKeys().hubKey());
        return hubs.district.getBean(PersonalData.class).seal("outbox-body", envelope.encoded());
    }

    final byte[] fileOf(License license) throws IOException {
        return hubs.district.getBean(FileStore.class).get(license.fileDigest()).orElseThrow();
    }

    final byte[] write(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

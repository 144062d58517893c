package org.licensehub.hub.intake.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.connectors.SharedRecord;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.quality.FieldFault;
import org.licensehub.store.quality.QualityGate;
import org.licensehub.store.repository.LicenseRepository;
import org.springframework.stereotype.Component;

/** Judges a record: the type's own rules, the hub's region, one live license per holder, newest revision. */
@Component
class RecordGate {

    private static final String LONG_TERM = "9999-12-31";

    private final LicenseTypeCatalogue types;
    private final QualityGate quality;
    private final LicenseRepository licenses;
    private final LicenseContents contents;
    private final PersonalData protection;
    private final HubProperties hub;
    private final Clock clock;

    RecordGate(LicenseTypeCatalogue types, QualityGate quality, LicenseRepository licenses, LicenseContents contents,
            PersonalData protection, HubProperties hub, Clock clock) {
        this.types = types;
        this.quality = quality;
        this.licenses = licenses;
        this.contents = contents;
        this.protection = protection;
        this.hub = hub;
        this.clock = clock;
    }

    /** @param license what to open if passed, else {@code null}; @param exclusive whether the type allows one live license per holder */
    record Verdict(List<FieldFault> faults, License license, boolean exclusive) {

        boolean passed() {
            return faults.isEmpty();
        }
    }

    Verdict judge(SharedRecord record, byte[] keyDigest, LocalDate today) {
        Optional<LicenseType> type = types.find(record.resource());
        if (type.isEmpty()) {
            return new Verdict(List.of(Faults.unknownType()), null, false);
        }
        List<FieldFault> faults = new ArrayList<>(quality.check(type.get(), record.fields(), today));
        if (!faults.isEmpty()) {
            return new Verdict(faults, null, false);
        }
        License license = licenseOf(record, keyDigest, type.get());
        if (!inRegion(license.areaCode())) {
            faults.add(Faults.outsideRegion());
        }
        List<License> revisions = licenses.findRevisions(hub.id(), record.source(), keyDigest);
        if (revisions.stream().anyMatch(other -> other.revision() > record.revision())) {
            faults.add(Faults.staleRevision());
        }
        boolean exclusive = type.get().onePerHolder();
        if (exclusive && heldByAnother(license, revisions)) {
            faults.add(Faults.duplicateLiveLicense());
        }
        return new Verdict(faults, faults.isEmpty() ? license : null, exclusive);
    }

    /** Whether a license of another record holds the live place of this type for one of these holders. */
    boolean heldByAnother(License license) {
        return heldByAnother(license, licenses.findRevisions(license.originHub(), license.source(), license.sourceKeyDigest()));
    }

    private boolean heldByAnother(License license, List<License> revisions) {
        return licenses.occupants(license.typeCode(), license.holders()).stream()
                .anyMatch(occupant -> revisions.stream().noneMatch(own -> own.id().equals(occupant)));
    }

    /** A district's code starts with its city's first four digits, a city's with its province's first two. */
    private boolean inRegion(String areaCode) {
        String prefix = hub.region().replaceFirst("(00)+$", "");
        return areaCode.startsWith(prefix);
    }

    private License licenseOf(SharedRecord record, byte[] keyDigest, LicenseType type) {
        Map<String, String> fields = record.fields();
        String holderType = fields.get("certificate_holder_type").strip();
        List<HolderKey> holders = Arrays.stream(fields.get("certificate_holder_code").split(",")).map(String::strip)
                .map(code -> protection.holderKey(holderType, code)).toList();
        LicenseState state = type.automaticApproval() ? LicenseState.PENDING_SEAL : LicenseState.PENDING_REVIEW;
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new License(UUID.randomUUID(), null, null, 1, type.code().value(), type.version(),
                fields.get("certificate_area_code").strip().substring(0, 6), fields.get("certificate_issuing_authority_code").strip(),
                hub.id(), record.source(), keyDigest, record.revision(), state, date(fields, "certificate_issuing_authority_date"),
                date(fields, "certificate_validate_start"), date(fields, "certificate_validate_end"), contents.protect(fields), null,
                null, holders, 1, now, now);
    }

    private static LocalDate date(Map<String, String> fields, String name) {
        String text = fields.getOrDefault(name, "").strip();
        return text.isEmpty() || text.equals(LONG_TERM) ? null : LocalDate.parse(text);
    }
}

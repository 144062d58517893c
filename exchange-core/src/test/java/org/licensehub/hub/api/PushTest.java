package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.audit.MerkleTree;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.signing.Sm2Verifier;
import org.licensehub.store.catalogue.CommonField;

class PushTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-push";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF, PushedRecord.EMPLOYMENT_CERTIFICATE);

    @Test
    void pushedRecordIsIssuedAndAnsweredWithAReceipt() {
        PushedRecord record = aRecord().from(SOURCE);
        JsonNode receipt = DEPARTMENT.push(record).expect(201).json();
        assertThat(receipt.get("outcome").asText()).isEqualTo("ACCEPTED");

        JsonNode license = hub().awaitLicense(READER, record.holder());

        assertThat(license.get("identifier").asText()).startsWith("1.2.156.3005.2." + record.typeCode());
        assertThat(license.get("state").asText()).isEqualTo("VALID");
        assertThat(license.get("standing").asText()).isEqualTo("IN_FORCE");
        assertThat(license.at("/fields/certificate_holder_code").asText()).isEqualTo(record.holder().number());
        JsonNode status = DEPARTMENT.get("/api/v1/records/" + receipt.get("receiptId").asText()).expect(200).json();
        assertThat(status.get("state").asText()).isEqualTo("ACCEPTED");
        assertThat(status.get("licenseId").asText()).isEqualTo(license.get("id").asText());
    }

    @Test
    void receiptProvesThatTheAnswerIsInTheLog() {
        JsonNode receipt = READER.lookup(Holder.aPerson(), elements()).expect(200).json().get("receipt");

        ApiCaller auditor = hub().newCaller(Set.of("audit.read"));
        JsonNode proof = auditor.get("/api/v1/audit/proofs/inclusion?sequence=" + receipt.get("sequence").asLong()).expect(200).json();

        PublicKey key = Sm2Verifier.publicKeyFromPem(hub().anonymous().get("/api/v1/audit/key").expect(200).text());
        TreeHead head = head(proof.get("head"));
        assertThat(head.signedBy(key)).isTrue();
        assertThat(head(receipt.get("head")).signedBy(key)).isTrue();
        List<byte[]> path = StreamSupport.stream(proof.get("path").spliterator(), false).map(hash -> HexFormat.of().parseHex(hash.asText())).toList();
        assertThat(MerkleTree.verifyInclusion(HexFormat.of().parseHex(receipt.get("leafHash").asText()), receipt.get("sequence").asLong(),
                head.size(), path, HexFormat.of().parseHex(head.root()))).isTrue();
        assertThat(hub().auditBody(receipt)).contains("LOOKUP_ANSWERED", READER.clientId(), "CASE-2026-0001");
    }

    private static TreeHead head(JsonNode head) {
        return new TreeHead(head.get("hub").asText(), head.get("size").asLong(), head.get("root").asText(), head.get("time").asText(),
                head.get("signature").asText());
    }

    @Test
    void samePushAgainGetsTheSameReceiptAndHasNoSecondEffect() {
        PushedRecord record = aRecord().from(SOURCE);
        JsonNode first = DEPARTMENT.push(record).expect(201).json();
        JsonNode again = DEPARTMENT.push(record).expect(200).json();

        assertThat(again.get("receiptId")).isEqualTo(first.get("receiptId"));
        assertThat(again.get("repeated").asBoolean()).isTrue();
        assertThat(hub().awaitLicenses(READER, record.holder(), 1)).hasSize(1);
    }

    @Test
    void sameRevisionWithOtherContentIsAConflictAndChangesNothing() {
        PushedRecord record = aRecord().from(SOURCE);
        JsonNode first = DEPARTMENT.push(record).expect(201).json();

        Answer other = DEPARTMENT.push(record.with("KZ_SJJE", "2.00")).expectProblem(409, "revision-conflict");

        assertThat(other.json().get("receiptId")).isEqualTo(first.get("receiptId"));
        assertThat(hub().awaitLicense(READER, record.holder()).at("/fields/KZ_SJJE").asText()).isEqualTo(record.fields().get("KZ_SJJE"));
    }

    @Test
    void sourceOfAnotherDepartmentIsRefused() {
        DEPARTMENT.push(aRecord().from("350205-somebody-else")).expectProblem(403, "foreign-source").expectFault("source", "foreign_source");
    }

    @Test
    void receiptOfAnotherDepartmentIsNotShown() {
        String receipt = DEPARTMENT.push(aRecord().from(SOURCE)).expect(201).json().get("receiptId").asText();
        hub().newDepartment("350205-other").get("/api/v1/records/" + receipt).expectProblem(404, "not-found");
    }

    @Test
    void newRevisionSupersedesTheOldVersionWhichIsNeverAnsweredAsValid() {
        PushedRecord first = aRecord().from(SOURCE);
        DEPARTMENT.push(first).expect(201);
        String old = hub().awaitLicense(READER, first.holder()).get("identifier").asText();

        DEPARTMENT.push(first.revision(2).with("KZ_SJJE", "5.00")).expect(201);

        JsonNode next = await().until(() -> {
            List<JsonNode> found = RunningHub.licenses(READER.lookup(first.holder(), elements()).expect(200));
            assertThat(found).as("exactly one version is valid at any time").hasSize(1);
            return found.get(0);
        }, found -> !found.get("identifier").asText().equals(old));
        assertThat(next.get("version").asInt()).isEqualTo(2);
        assertThat(next.get("identifier").asText()).contains(".002.");
        JsonNode superseded = READER.data(old, elements()).expect(200).json().get("license");
        assertThat(superseded.get("state").asText()).isEqualTo("CHANGED");
        assertThat(superseded.get("stateLabel").asText()).isEqualTo("已变更");
        assertThat(superseded.get("standing").asText()).isEqualTo("INVALID");
    }

    @Test
    void laterEndOfValidityMakesTheOldVersionARenewedOne() {
        PushedRecord first = aRecord().from(SOURCE).with(CommonField.VALIDITY_END, "2090-01-01");
        DEPARTMENT.push(first).expect(201);
        String old = hub().awaitLicense(READER, first.holder()).get("identifier").asText();

        DEPARTMENT.push(first.revision(7).with(CommonField.VALIDITY_END, "2095-01-01")).expect(201);

        await().untilAsserted(() -> assertThat(READER.data(old, elements()).expect(200).json().at("/license/state")
                .asText()).isEqualTo("RENEWED"));
    }

    @Test
    void revisionBelowOneThatCameBeforeIsStale() {
        PushedRecord record = aRecord().from(SOURCE);
        DEPARTMENT.push(record.revision(5)).expect(201);
        DEPARTMENT.push(record.revision(4)).expect(202).expectFault("revision", "stale_revision");
    }

    @Test
    void secondLiveLicenseOfAnExclusiveTypeGoesToQuarantine() {
        Holder holder = Holder.aPerson();
        PushedRecord record = aRecord().of(PushedRecord.EMPLOYMENT_CERTIFICATE).from(SOURCE).heldBy(holder);
        DEPARTMENT.push(record).expect(201);
        DEPARTMENT.push(aRecord().of(PushedRecord.EMPLOYMENT_CERTIFICATE).from(SOURCE).heldBy(holder)).expect(202)
                .expectFault("certificate_holder_code", "duplicate_live_license");
    }

    @Test
    void numberThatIsTheHoldersIdNumberAppearsInNoIdentifier() {
        Holder holder = Holder.aPerson();
        DEPARTMENT.push(aRecord().of(PushedRecord.EMPLOYMENT_CERTIFICATE).from(SOURCE).keyed(holder.number()).heldBy(holder)
                .with(CommonField.CERTIFICATE_NUMBER, holder.number())).expect(201);
        assertThat(hub().awaitLicense(READER, holder).get("identifier").asText()).doesNotContain(holder.number());
    }
}

package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
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
    void receiptProvesThatTheAnswerIsInTheLog() throws IOException {
        JsonNode receipt = READER.lookup(Holder.aPerson(), elements()).expect(200).json().get("receipt");

        int sequence = receipt.get("sequence").asInt();
        TreeHead head = headOf(receipt);
        List<byte[]> leaves = hub().database().queryForList("select leaf_hash from audit_record where sequence < ? order by sequence",
                byte[].class, head.size());
        String body = hub().database().queryForObject("select body from audit_record where sequence = ?", String.class, sequence);
        byte[] leaf = MerkleTree.leafHash(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(leaf)).isEqualTo(receipt.get("leafHash").asText());
        assertThat(MerkleTree.verifyInclusion(leaf, sequence, head.size(), MerkleTree.inclusionProof(leaves, sequence),
                HexFormat.of().parseHex(head.root()))).isTrue();
        assertThat(head.signedBy(Sm2Verifier.publicKeyFromPem(Files.readString(hub().home().resolve("keys/hub.pub.pem"))))).isTrue();
        assertThat(body).contains("LOOKUP_ANSWERED", READER.clientId(), "CASE-2026-0001");
    }

    static TreeHead headOf(JsonNode receipt) {
        JsonNode head = receipt.get("head");
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

        JsonNode next = org.awaitility.Awaitility.await().until(() -> {
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

        org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(READER.data(old, elements()).expect(200).json().at("/license/state")
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

package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.audit.MerkleTree;

/** Whoever has two receipts can have it proven that the log between them only grew. */
class AuditProofsTest implements KeepsNumbersOutOfLogs {

    private static final ApiCaller AUDITOR = hub().newCaller(Set.of("audit.read"));
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    private static JsonNode receipt() {
        return READER.lookup(aRecord().holder(), elements()).expect(200).json().get("receipt");
    }

    private static List<byte[]> path(JsonNode proof) {
        List<byte[]> path = new ArrayList<>();
        proof.get("path").forEach(hash -> path.add(bytes(hash)));
        return path;
    }

    private static byte[] bytes(JsonNode hash) {
        return HexFormat.of().parseHex(hash.asText());
    }

    @Test
    void headOfAnEarlierReceiptIsTheStartOfALaterOnes() {
        JsonNode earlier = receipt();
        for (int i = 0; i < 300; i++) {
            receipt();
        }
        JsonNode later = receipt();
        long first = earlier.at("/head/size").asLong();
        long second = later.at("/head/size").asLong();
        JsonNode proof = AUDITOR.get("/api/v1/audit/proofs/consistency?first=" + first + "&second=" + second).expect(200).json();
        assertThat(proof.get("first").get("root")).isEqualTo(earlier.at("/head/root"));
        assertThat(MerkleTree.verifyConsistency(first, bytes(earlier.at("/head/root")), second, bytes(later.at("/head/root")), path(proof))).isTrue();

        for (JsonNode receipt : List.of(earlier, later)) {
            long sequence = receipt.get("sequence").asLong();
            JsonNode inclusion = AUDITOR.get("/api/v1/audit/proofs/inclusion?sequence=" + sequence + "&size=" + second).expect(200).json();
            assertThat(MerkleTree.verifyInclusion(bytes(receipt.get("leafHash")), sequence, second, path(inclusion), bytes(later.at("/head/root")))).isTrue();
        }
        assertThat(hub().database().queryForObject("select count(*) from audit_node where level = 8", Long.class)).isEqualTo(logSize() / 256);
    }

    private static long logSize() {
        return hub().database().queryForObject("select size from audit_tree", Long.class);
    }

    @Test
    void sizeAtWhichNothingWasSignedIsRefusedByName() {
        assertThat(AUDITOR.get("/api/v1/audit/proofs/consistency?first=" + (logSize() + 1_000_000)).expectProblem(400, "invalid-request").text()).contains("first");
        assertThat(AUDITOR.get("/api/v1/audit/proofs/inclusion?sequence=0&size=0").expectProblem(400, "invalid-request").text()).contains("size");
    }

    @Test
    void proofsAreForAuditors() {
        READER.get("/api/v1/audit/proofs/consistency?first=1").expectProblem(403, "missing-scope");
    }
}

package org.licensehub.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.signing.IssuedKey;
import org.licensehub.signing.KeyIssuer;
import org.licensehub.signing.SealingKey;
import org.licensehub.signing.SoftwareSealingKey;

class LogVerifierTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SealingKey KEY = newKey();
    private static final SealingKey OTHER_KEY = newKey();
    /** Commit groups of one, several and many records. */
    private static final int[] GROUPS = {1, 3, 1, 7, 20, 1};
    private static final int RECORDS = 33;

    private final List<String> export = new ArrayList<>();
    private final List<TreeHead> heads = new ArrayList<>();

    LogVerifierTest() {
        MerkleTree tree = MerkleTree.empty();
        for (int group : GROUPS) {
            for (int i = 0; i < group; i++) {
                export.add(record(tree.size(), "{\"sequence\":" + tree.size() + ",\"event\":\"LOOKUP_ANSWERED\"}"));
                tree.append(leaf("{\"sequence\":" + tree.size() + ",\"event\":\"LOOKUP_ANSWERED\"}"));
            }
            addHead(tree, KEY);
        }
    }

    @Test
    void untouchedLogIsIntact() throws IOException {
        LogVerifier.Report report = verify(Optional.of(heads.get(3)));
        assertThat(report.intact()).isTrue();
        assertThat(report.records()).isEqualTo(RECORDS);
        assertThat(verify(Optional.empty()).intact()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 5, 11, 30, 32})
    void changedRecordIsNamedExactly(int sequence) throws IOException {
        int line = lineOf(sequence);
        export.set(line, export.get(line).replace("LOOKUP_ANSWERED", "LOOKUP_ANSWERED_"));

        assertFault(verify(Optional.empty()), sequence, sequence);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 32})
    void recordChangedTogetherWithItsHashIsNamedWhereItStandsAlone(int sequence) throws IOException {
        export.set(lineOf(sequence), record(sequence, "{\"sequence\":" + sequence + ",\"event\":\"FORGED\"}"));

        assertFault(verify(Optional.empty()), sequence, sequence);
    }

    @Test
    void recordChangedTogetherWithItsHashIsNamedByItsCommitGroup() throws IOException {
        export.set(lineOf(8), record(8, "{\"sequence\":8,\"event\":\"FORGED\"}"));

        assertFault(verify(Optional.empty()), 5, 11);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 11, 31, 32})
    void removedRecordIsNamed(int sequence) throws IOException {
        export.remove(lineOf(sequence));

        LogVerifier.Report report = verify(Optional.empty());
        assertThat(report.intact()).isFalse();
        assertThat(report.sequence()).isEqualTo(sequence);
    }

    @Test
    void removedRecordIsFoundThoughAllLaterOnesWereRenumbered() throws IOException {
        int line = lineOf(7);
        export.remove(line);
        for (int i = line; i < export.size(); i++) {
            for (int sequence = 8; sequence < RECORDS; sequence++) {
                if (export.get(i).contains("\"record\",\"sequence\":" + sequence + ",")) {
                    export.set(i, record(sequence - 1, "{\"sequence\":" + (sequence - 1) + ",\"event\":\"LOOKUP_ANSWERED\"}"));
                    break;
                }
            }
        }
        assertThat(verify(Optional.empty()).intact()).isFalse();
    }

    @Test
    void reorderedRecordsAreFound() throws IOException {
        int line = lineOf(13);
        String moved = export.remove(line);
        export.add(line + 1, moved);

        LogVerifier.Report report = verify(Optional.empty());
        assertThat(report.intact()).isFalse();
        assertThat(report.sequence()).isEqualTo(13);
    }

    @Test
    void cutOffTailIsFoundByTheWitnessedHeadAndNamed() throws IOException {
        TreeHead newest = heads.get(heads.size() - 1);
        int end = lineOf(5);
        while (export.size() > end) {
            export.remove(export.size() - 1);
        }
        // without a witness, a log that ends with an older head looks whole
        assertThat(verify(Optional.empty()).intact()).isTrue();

        LogVerifier.Report report = verify(Optional.of(newest));
        assertThat(report.intact()).isFalse();
        assertThat(report.sequence()).isEqualTo(5);
    }

    @Test
    void recordsAfterTheLastHeadAreInDoubt() throws IOException {
        export.remove(export.size() - 1);
        assertFault(verify(Optional.empty()), 32, 32);
    }

    @Test
    void logRewrittenAndSignedAgainIsFoundByTheWitnessedHead() throws IOException {
        TreeHead witnessed = heads.get(2);
        export.clear();
        heads.clear();
        MerkleTree tree = MerkleTree.empty();
        for (int i = 0; i < 5; i++) {
            String body = "{\"sequence\":" + i + ",\"event\":\"REWRITTEN\"}";
            export.add(record(i, body));
            tree.append(leaf(body));
            addHead(tree, KEY);
        }
        assertThat(verify(Optional.empty()).intact()).isTrue();
        assertThat(verify(Optional.of(witnessed)).intact()).isFalse();
    }

    @Test
    void headSignedWithAnotherKeyIsRefused() throws IOException {
        MerkleTree tree = MerkleTree.empty();
        tree.append(leaf("{\"sequence\":0,\"event\":\"LOOKUP_ANSWERED\"}"));
        export.set(1, headLine(TreeHead.sign("hub-1", 1, tree.root(), "2026-01-01T00:00:00Z", OTHER_KEY)));

        assertFault(verify(Optional.empty()), 0, 0);
    }

    @Test
    void garbageIsAFaultAndNoAccident() throws IOException {
        export.add(4, "not json");
        assertThat(verify(Optional.empty()).intact()).isFalse();
    }

    private LogVerifier.Report verify(Optional<TreeHead> witnessed) throws IOException {
        byte[] bytes = String.join("\n", export).getBytes(StandardCharsets.UTF_8);
        return LogVerifier.verify(new ByteArrayInputStream(bytes), KEY.certificate().getPublicKey(), witnessed);
    }

    private static void assertFault(LogVerifier.Report report, long first, long last) {
        assertThat(report.intact()).isFalse();
        assertThat(report.sequence()).isEqualTo(first);
        assertThat(report.lastInDoubt()).isEqualTo(last);
        assertThat(report.fault()).isNotBlank();
    }

    private int lineOf(int sequence) {
        for (int i = 0; i < export.size(); i++) {
            if (export.get(i).contains("\"record\",\"sequence\":" + sequence + ",")) {
                return i;
            }
        }
        throw new AssertionError("no record " + sequence);
    }

    private void addHead(MerkleTree tree, SealingKey key) {
        TreeHead head = TreeHead.sign("hub-1", tree.size(), tree.root(), "2026-01-01T00:00:00Z", key);
        heads.add(head);
        export.add(headLine(head));
    }

    private static String record(long sequence, String body) {
        return JSON.createObjectNode().put("type", "record").put("sequence", sequence)
                .put("leafHash", HexFormat.of().formatHex(leaf(body))).put("body", body).toString();
    }

    private static String headLine(TreeHead head) {
        ObjectNode line = JSON.createObjectNode().put("type", "head");
        line.setAll((ObjectNode) JSON.valueToTree(head));
        return line.toString();
    }

    private static byte[] leaf(String body) {
        return MerkleTree.leafHash(body.getBytes(StandardCharsets.UTF_8));
    }

    private static SealingKey newKey() {
        KeyIssuer issuer = new KeyIssuer(Clock.systemUTC(), 30);
        IssuedKey key = issuer.sealSigner(issuer.sealRoot("test root"), "test", "test");
        return SoftwareSealingKey.of(key.privateKey(), key.chain());
    }
}

package org.licensehub.hub.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.audit.LogVerifier;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.hub.chaos.ExportedLog;
import org.licensehub.hub.chaos.HubClient;
import org.licensehub.hub.chaos.LookupBurst;
import org.licensehub.hub.chaos.Records;

/** Two members write the log at once, answers and changes: one order, no place missing or taken twice, and one history for whoever reads it. */
@Tag("cluster")
class TwoMembersOneLogTest {

    private static final int ANSWERS = 600;
    private static final int CHANGES = 40;

    @TempDir
    private Path home;
    private MemberPair pair;
    private Records records;
    private List<Records.Pushed> holders;
    private final List<HubClient> askers = new ArrayList<>();
    private HubClient auditor;
    private HubClient department;

    @BeforeEach
    void startMembers() throws IOException, SQLException {
        records = Records.generate(17, 3000);
        holders = records.taxProofsOf(12, 12);
        pair = MemberPair.start(home);
        HubClient admin = HubClient.administrator(member(0), home);
        for (String each : List.of("asker-0", "asker-1")) {
            askers.add(admin.register(each, Set.of("licenses.read"), Set.of()));
            admin.grantEverything(each, holders.get(0).type().code().value());
        }
        auditor = admin.register("auditor", Set.of("audit.read"), Set.of());
        department = admin.register("department", Set.of("records.push"), Set.of(holders.get(0).source()));
    }

    @AfterEach
    void endMembers() throws IOException {
        if (pair != null) {
            pair.close();
        }
    }

    private URI member(int index) {
        return pair.members().get(index).address();
    }

    @Test
    void placesAreTakenOnceAndHeadsOfBothMembersAreOneHistory() throws IOException {
        List<LookupBurst> bursts = List.of(new LookupBurst(askers.get(0), member(0), holders, ANSWERS).start(),
                new LookupBurst(askers.get(1), member(1), holders, ANSWERS).start());
        for (int i = 0; i < CHANGES; i++) {
            department.at(member(i % 2)).push(records.taxProofsOf(1, 1).get(0)).expect(201);
        }
        bursts.forEach(burst -> burst.awaitAnswers(ANSWERS));
        List<List<JsonNode>> receipts = bursts.stream().map(burst -> burst.end().receipts()).toList();

        assertThat(bursts).allSatisfy(burst -> assertThat(burst.statuses()).containsExactly(200));
        // the record of the first export stands in the second
        List<ExportedLog> exports = List.of(ExportedLog.of(auditor.at(member(0))), ExportedLog.of(auditor.at(member(1))));
        for (int i = 0; i < 2; i++) {
            TreeHead ofTheOther = newest(receipts.get(1 - i));
            LogVerifier.Report report = exports.get(i).verify(ofTheOther);
            assertThat(report.fault()).isNull();
            assertThat(report.records()).isEqualTo(exports.get(i).size());
        }
        TreeMap<Long, Integer> places = new TreeMap<>();
        for (int i = 0; i < 2; i++) {
            for (JsonNode receipt : receipts.get(i)) {
                assertThat(places.put(receipt.path("sequence").asLong(), i)).as("who else was told this place").isNull();
                assertThat(exports).allSatisfy(export -> assertThat(export.recordOf(receipt)).isPresent());
            }
        }
        assertThat(switches(new ArrayList<>(places.values()))).as("times the other member was next").isGreaterThan(20);
        assertOneHistory(receipts);
    }

    private static TreeHead newest(List<JsonNode> receipts) {
        return receipts.stream().map(receipt -> ExportedLog.head(receipt.path("head"))).max(Comparator.comparingLong(TreeHead::size)).orElseThrow();
    }

    private static int switches(List<Integer> members) {
        int switches = 0;
        for (int i = 1; i < members.size(); i++) {
            switches += members.get(i).equals(members.get(i - 1)) ? 0 : 1;
        }
        return switches;
    }

    /** From each of some fifty heads to the next, whichever member showed it; the other one proves it. */
    private void assertOneHistory(List<List<JsonNode>> receipts) throws IOException {
        TreeMap<Long, TreeHead> heads = new TreeMap<>();
        receipts.forEach(each -> each.forEach(receipt -> {
            TreeHead head = ExportedLog.head(receipt.path("head"));
            TreeHead same = heads.put(head.size(), head);
            assertThat(same == null || same.equals(head)).as("one head over %s", head.size()).isTrue();
        }));
        List<TreeHead> inOrder = new ArrayList<>(heads.values());
        int step = Math.max(1, inOrder.size() / 50);
        for (int i = step; i < inOrder.size(); i += step) {
            assertThat(ExportedLog.grew(auditor.at(member(i / step % 2)), inOrder.get(i - step), inOrder.get(i))).isTrue();
        }
    }
}

package org.licensehub.hub.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import org.licensehub.hub.chaos.HubClient;
import org.licensehub.hub.chaos.HubProcess;
import org.licensehub.hub.chaos.Records;
import org.springframework.util.FileSystemUtils;

/**
 * Grants come and go, licenses are suspended, resumed and cancelled, and lookups are made, all at once and through either of two members, in an
 * order that a seed gives. Whatever it is: no answer without its record (promise 3), none that shows what was changed before it was asked for
 * (promise 4), none that shows more than was granted (promise 7).
 */
@Tag("cluster")
class InterleavingProperties {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of the tax proof; a narrow grant shows it and nothing else. */
    private static final String ONE_FIELD = "certificate_number";
    private static final int LICENSES = 3;
    private static final int LOOKUPS = 30;
    private static final int GRANTS = 8;

    private static Members started;
    private static int rounds;

    private record Members(Path home, MemberPair pair, Records records, HubClient admin, HubClient department, HubClient officer) {

        private static Members start() throws IOException, SQLException {
            Path home = Files.createTempDirectory("licensehub-interleaving");
            MemberPair pair = MemberPair.start(home);
            Records records = Records.generate(7, 3000);
            HubClient admin = HubClient.administrator(pair.members().get(0).address(), home);
            String source = records.taxProofsOf(1, 1).get(0).source();
            return new Members(home, pair, records, admin, admin.register("department", Set.of("records.push"), Set.of(source)),
                    admin.register("officer", Set.of("licenses.manage"), Set.of()));
        }

        private URI any(Random random) {
            List<HubProcess> members = pair.members();
            return members.get(random.nextInt(members.size())).address();
        }
    }

    private static synchronized Members members() throws IOException, SQLException {
        if (started == null) {
            started = Members.start();
        }
        return started;
    }

    @AfterContainer
    static void end() throws IOException {
        if (started != null) {
            started.pair.close();
            FileSystemUtils.deleteRecursively(started.home.toFile());
        }
    }

    /** What one thing was, one state after the other: each is possible from when its change was asked for until the next was acknowledged. */
    private static final class History {

        private record Move(String state, long begin, long end) {
        }

        private final List<Move> moves = Collections.synchronizedList(new ArrayList<>());

        private History(String state) {
            moves.add(new Move(state, Long.MIN_VALUE, Long.MIN_VALUE));
        }

        private void move(String state, Callable<?> change) throws Exception {
            long begin = System.nanoTime();
            int at = moves.size();
            moves.add(new Move(state, begin, Long.MAX_VALUE));
            change.call();
            moves.set(at, new Move(state, begin, System.nanoTime()));
        }

        private Set<String> possible(long start, long end) {
            Set<String> states = new HashSet<>();
            for (int i = 0; i < moves.size(); i++) {
                boolean superseded = moves.subList(i + 1, moves.size()).stream().anyMatch(later -> later.end < start);
                if (moves.get(i).begin <= end && !superseded) {
                    states.add(moves.get(i).state);
                }
            }
            return states;
        }
    }

    private record Caller(String clientId, HubClient client, History grant) {
    }

    private record Held(Records.Pushed record, String identifier, History state) {
    }

    private record Seen(Caller caller, HubClient.Answer answer, long start, long end) {
    }

    /** One round: its callers, licenses and what was seen. */
    private final class Round {
        private final Members members;
        private final Random random;
        private final List<Caller> callers = new ArrayList<>();
        private final List<Held> licenses = new ArrayList<>();
        private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

        private Round(Members members, long seed) throws IOException {
            this.members = members;
            this.random = new Random(seed);
            String name = "round-" + rounds++;
            for (String each : List.of("-a", "-b")) {
                callers.add(new Caller(name + each, members.admin.register(name + each, Set.of("licenses.read"), Set.of()), new History("NONE")));
            }
            HubClient witness = members.admin.register(name + "-witness", Set.of("licenses.read"), Set.of());
            for (Records.Pushed record : members.records.taxProofsOf(1, LICENSES)) {
                if (licenses.isEmpty()) {
                    members.admin.grantEverything(name + "-witness", record.type().code().value());
                }
                licenses.add(issued(record, witness));
            }
        }

        private Held issued(Records.Pushed record, HubClient witness) throws IOException {
            JsonNode receipt = members.department.push(record).expect(201).body();
            String id = members.department.get("/api/v1/records/" + receipt.path("receiptId").asText()).expect(200).body().path("licenseId").asText();
            String identifier = await().atMost(Duration.ofSeconds(30)).until(() -> StreamSupport.stream(witness.lookup(record.holderType(), record.holderCode())
                    .body().path("licenses").spliterator(), false).filter(found -> found.path("id").asText().equals(id))
                    .map(found -> found.path("identifier").asText()).findFirst().orElse(null), found -> found != null);
            return new Held(record, identifier, new History("VALID"));
        }

        private void run() throws Exception {
            List<Callable<Void>> actors = new ArrayList<>();
            for (Caller caller : callers) {
                Random own = new Random(random.nextLong());
                actors.add(() -> grantAndWithdraw(caller, own));
                for (int i = 0; i < 2; i++) {
                    Random reader = new Random(random.nextLong());
                    actors.add(() -> look(caller, reader));
                }
            }
            Random own = new Random(random.nextLong());
            actors.add(() -> change(own));
            ExecutorService threads = Executors.newFixedThreadPool(actors.size());
            try {
                for (Future<Void> each : threads.invokeAll(actors)) {
                    each.get();
                }
            } finally {
                threads.shutdownNow();
            }
        }

        private Void grantAndWithdraw(Caller caller, Random own) throws Exception {
            String type = licenses.get(0).record.type().code().value();
            for (int i = 0; i < GRANTS; i++) {
                String kind = own.nextBoolean() ? "NARROW" : "FULL";
                String[] grant = new String[1];
                HubClient here = members.admin.at(members.any(own));
                caller.grant.move(kind, () -> grant[0] = here.post("/api/v1/grants", Map.of("clientId", caller.clientId, "licenseType", type, "actions",
                        List.of("LOOKUP"), "fields", List.of(kind.equals("FULL") ? "*" : ONE_FIELD), "serviceItems", List.of("*"))).expect(201).body()
                        .path("id").asText());
                pauseUpTo(40, own);
                HubClient there = members.admin.at(members.any(own));
                caller.grant.move("NONE", () -> there.delete("/api/v1/grants/" + grant[0]).expect(204));
                pauseUpTo(15, own);
            }
            return null;
        }

        private Void change(Random own) throws Exception {
            for (Held license : licenses) {
                for (String[] move : new String[][] {{"suspension", "SUSPENDED"}, {"resumption", "VALID"}, {"ending", "CANCELLED"}}) {
                    pauseUpTo(60, own);
                    HubClient here = members.officer.at(members.any(own));
                    license.state.move(move[1], () -> here.post("/api/v1/licenses/" + license.identifier + "/" + move[0],
                            move[0].equals("ending") ? Map.of("ending", "CANCELLED", "reason", "注销") : Map.of("reason", "检查")).expect(200));
                }
            }
            return null;
        }

        private Void look(Caller caller, Random own) throws IOException {
            for (int i = 0; i < LOOKUPS; i++) {
                Records.Pushed of = licenses.get(own.nextInt(LICENSES)).record;
                HubClient here = caller.client.at(members.any(own));
                long start = System.nanoTime();
                HubClient.Answer answer = here.lookup(of.holderType(), of.holderCode());
                seen.add(new Seen(caller, answer, start, System.nanoTime()));
                pauseUpTo(10, own);
            }
            return null;
        }

        private void pauseUpTo(int millis, Random own) {
            LockSupport.parkNanos(own.nextInt(millis) * 1_000_000L + 1);
        }

        private void check() {
            for (Seen each : seen) {
                Set<String> granted = each.caller.grant.possible(each.start, each.end);
                if (each.answer.status() == 403) {
                    assertThat(granted).as("refused").contains("NONE");
                } else {
                    assertThat(each.answer.status()).isEqualTo(200);
                    each.answer.body().path("licenses").forEach(license -> checkShown(each, license, granted));
                }
            }
        }

        private void checkShown(Seen each, JsonNode license, Set<String> granted) {
            Held held = licenses.stream().filter(one -> one.identifier.equals(license.path("identifier").asText())).findFirst().orElse(null);
            boolean whole = license.path("masked").isEmpty();
            assertThat(granted).as("answered %s", license).contains(whole ? "FULL" : "NARROW");
            if (!whole) {
                Set<String> shown = new TreeSet<>();
                license.path("fields").fieldNames().forEachRemaining(shown::add);
                license.path("masked").forEach(name -> shown.remove(name.asText()));
                assertThat(shown).isSubsetOf(ONE_FIELD);
            }
            // others of this holder are of earlier rounds
            if (held != null) {
                assertThat(held.state.possible(each.start, each.end)).contains(license.path("state").asText());
            } else {
                assertThat(license.path("state").asText()).isEqualTo("CANCELLED");
            }
        }

        /** What left is in the log as it left, and nothing is in the log that did not leave. */
        private void checkLog() throws IOException {
            for (Caller caller : callers) {
                List<JsonNode> records = new ArrayList<>();
                for (String body : members.pair.database().queryForList("""
                        select body from audit_record where event in ('LOOKUP_ANSWERED', 'ACCESS_REFUSED', 'GRANT_CHANGED') order by sequence""", String.class)) {
                    records.add(JSON.readTree(body));
                }
                List<JsonNode> own = records.stream().filter(record -> record.path("actor").asText().equals(caller.clientId)).toList();
                Map<Long, JsonNode> answered = own.stream().filter(record -> record.path("event").asText().equals("LOOKUP_ANSWERED"))
                        .collect(Collectors.toMap(record -> record.path("sequence").asLong(), record -> record));
                List<Seen> answers = seen.stream().filter(each -> each.caller == caller && each.answer.status() == 200).toList();
                assertThat(answers).allSatisfy(each -> assertThat(identifiers(answered.get(each.answer.body().at("/receipt/sequence").asLong()).path("licenses")))
                        .isEqualTo(identifiers(each.answer.body().path("licenses"))));
                assertThat(answered).hasSize(answers.size());
                assertThat(own.size() - answered.size()).isEqualTo(seen.stream().filter(each -> each.caller == caller && each.answer.status() == 403).count());
                checkOrder(caller, records);
            }
        }

        /** In the order of the log: between a withdrawal and the next grant nothing was answered. */
        private void checkOrder(Caller caller, List<JsonNode> records) {
            Set<String> inForce = new HashSet<>();
            for (JsonNode record : records) {
                if (record.path("event").asText().equals("GRANT_CHANGED")) {
                    if (record.path("revoked").asBoolean()) {
                        inForce.remove(record.path("grant").asText());
                    } else if (record.path("caller").asText().equals(caller.clientId)) {
                        inForce.add(record.path("grant").asText());
                    }
                } else if (record.path("actor").asText().equals(caller.clientId) && record.path("event").asText().equals("LOOKUP_ANSWERED")) {
                    assertThat(inForce).as("grants in force at record %s", record.path("sequence")).isNotEmpty();
                }
            }
        }

        private List<String> identifiers(JsonNode licenses) {
            return StreamSupport.stream(licenses.spliterator(), false).map(license -> license.isTextual() ? license.asText()
                    : license.path("identifier").asText()).toList();
        }
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void whateverHappensInWhateverOrderEveryAnswerIsRecordedCurrentAndGranted(@ForAll long seed) throws Exception {
        Round round = new Round(members(), seed);
        round.run();
        round.check();
        round.checkLog();
    }
}

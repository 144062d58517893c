package org.licensehub.hub.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.chaos.HubClient;
import org.licensehub.hub.chaos.HubProcess;
import org.licensehub.hub.chaos.Records;

/**
 * Promise 4 on two members of one hub in two JVMs, with one PostgreSQL and one Hazelcast cluster: whatever happens to one of
 * them, no read that started after a change was acknowledged shows the license as it was before.
 *
 * <p>Each member is known to the other by the address of a forwarder in this JVM, which can be cut. Readers and writers reach
 * both members all the time; PostgreSQL is reached directly, since a member without it answers nothing anyway.
 */
@Tag("cluster")
class TwoMembersTest {

    private static final int HOLDERS = 6;
    private static final int WRITERS = 3;
    private static final int READERS = 2;

    @TempDir
    Path home;

    private final Observations seen = new Observations();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final Set<String> accidents = ConcurrentHashMap.newKeySet();
    private final List<HubProcess> members = new ArrayList<>();
    private final List<TcpForwarder> wires = new ArrayList<>();
    private MemberPair pair;
    private Records records;
    private List<Records.Pushed> holders;
    private HubClient department;
    private HubClient officer;
    private HubClient asker;
    private volatile HubProcess paused;

    @BeforeEach
    void startMembers() throws IOException, SQLException {
        records = Records.generate(4, 3000);
        holders = records.taxProofsOf(HOLDERS, HOLDERS);
        pair = MemberPair.start(home);
        members.addAll(pair.members());
        wires.addAll(pair.wires());
        HubClient admin = HubClient.administrator(members.get(0).address(), home);
        department = admin.register("department", Set.of("records.push"), Set.of(holders.get(0).source()));
        officer = admin.register("officer", Set.of("licenses.manage"), Set.of()).waitingAtMost(Duration.ofSeconds(20));
        asker = admin.register("asker", Set.of("licenses.read"), Set.of()).waitingAtMost(Duration.ofSeconds(20));
        admin.grantEverything("asker", holders.get(0).type().code().value());
    }

    @AfterEach
    void endMembers() throws IOException {
        ended.countDown();
        if (pair != null) {
            pair.close();
        }
    }

    @Test
    void acknowledgedChangeIsNeverAnsweredInItsOldStateWhileAMemberIsPausedOrCutOff() throws Exception {
        pair.awaitMembersInView(2);
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            run("writer-" + i, () -> write(new Random(writer)));
        }
        for (HubProcess member : members) {
            for (int i = 0; i < READERS; i++) {
                int reader = i;
                run("reader", () -> read(member, new Random(100 + reader)));
            }
        }
        letThemWork(12);
        for (HubProcess member : members) {
            pause(member, Duration.ofSeconds(4));
            letThemWork(6);
        }
        wires.forEach(TcpForwarder::cut);
        pair.awaitMembersInView(1);
        int[] beforeTheCut = answers();
        letThemWork(20);
        int[] afterTheCut = answers();
        pause(members.get(1), Duration.ofSeconds(3));
        letThemWork(6);
        wires.forEach(TcpForwarder::mend);
        pair.awaitMembersInView(2);
        letThemWork(12);
        end();

        assertThat(seen.staleReads()).as(seen.toString()).isEmpty();
        assertThat(accidents).isEmpty();
        assertThat(seen.statuses()).contains(200).isSubsetOf(200, 503);
        assertThat(seen.readsAfterCancellation()).isGreaterThan(100);
        assertThat(afterTheCut[0]).as("member 1 answers while cut off").isGreaterThan(beforeTheCut[0]);
        assertThat(afterTheCut[1]).as("member 2 answers while cut off").isGreaterThan(beforeTheCut[1]);
        assertThat(seen.reads("member-1", "CACHE")).as("answers from the cache of member 1").isPositive();
        assertThat(seen.reads("member-2", "CACHE")).as("answers from the cache of member 2").isPositive();
    }

    @Test
    void grantWithdrawnAtOneMemberIsRefusedByTheNextRequestAtTheOther() throws Exception {
        HubClient admin = HubClient.administrator(members.get(0).address(), home);
        Records.Pushed holder = holders.get(0);
        for (int round = 0; round < 10; round++) {
            HubClient caller = admin.register("caller-" + round, Set.of("licenses.read"), Set.of());
            String grant = admin.grantEverything("caller-" + round, holder.type().code().value());
            for (HubProcess member : members) {
                caller.at(member.address()).lookup(holder.holderType(), holder.holderCode()).expect(200);
            }
            admin.at(members.get(round % 2).address()).delete("/api/v1/grants/" + grant).expect(204);
            for (HubProcess member : members) {
                caller.at(member.address()).lookup(holder.holderType(), holder.holderCode()).expect(403);
            }
        }
    }

    private int[] answers() {
        return new int[] {seen.count("member-1 200").get(), seen.count("member-2 200").get()};
    }

    private interface Work {
        void once() throws IOException;
    }

    private void run(String name, Work work) {
        Thread thread = new Thread(() -> {
            while (ended.getCount() > 0) {
                try {
                    work.once();
                } catch (IOException noAnswer) {
                    seen.count(name + " without answer").incrementAndGet();
                } catch (RuntimeException accident) {
                    accidents.add(accident.toString());
                }
            }
        }, name);
        threads.add(thread);
        thread.start();
    }

    /** Issues a license, suspends it, resumes it and ends it, each through either member. */
    private void write(Random random) throws IOException {
        Records.Pushed record = records.taxProofsOf(HOLDERS, HOLDERS).get(random.nextInt(HOLDERS));
        HubClient.Answer pushed = department.at(anyMember(random)).push(record);
        if (pushed.status() == 503) {
            return;
        }
        String receipt = pushed.expect(201).body().path("receiptId").asText();
        String license = department.at(anyMember(random)).get("/api/v1/records/" + receipt).expect(200).body().path("licenseId").asText();
        String identifier = awaitIssued(record, license, random);
        if (identifier != null && move(license, identifier, "suspension", Map.of("reason", "检查"), "SUSPENDED", random)
                && move(license, identifier, "resumption", Map.of("reason", "检查完毕"), "VALID", random)) {
            move(license, identifier, "ending", Map.of("ending", "CANCELLED", "reason", "注销"), "CANCELLED", random);
        }
    }

    private String awaitIssued(Records.Pushed record, String license, Random random) throws IOException {
        while (pauseBriefly(50)) {
            HubClient.Answer answer = asker.at(anyMember(random)).lookup(record.holderType(), record.holderCode());
            for (JsonNode found : answer.body().path("licenses")) {
                if (found.path("id").asText().equals(license)) {
                    return found.path("identifier").asText();
                }
            }
        }
        return null;
    }

    /** Asks until it is acknowledged; a repetition of a move whose answer was lost is refused as illegal, and so known done. */
    private boolean move(String license, String identifier, String what, Map<String, String> body, String to, Random random) {
        while (ended.getCount() > 0) {
            seen.moveStarts(license);
            try {
                int status = officer.at(anyMember(random)).post("/api/v1/licenses/" + identifier + "/" + what, body).status();
                seen.statuses().add(status == 409 ? 200 : status);
                if (status == 200 || status == 409) {
                    seen.acknowledged(license, to);
                    return true;
                }
            } catch (IOException lost) {
                seen.count("move without answer").incrementAndGet();
            }
        }
        return false;
    }

    private void read(HubProcess member, Random random) throws IOException {
        Records.Pushed holder = holders.get(random.nextInt(HOLDERS));
        String name = member == members.get(0) ? "member-1" : "member-2";
        long start = System.nanoTime();
        HubClient.Answer answer = asker.at(member.address()).lookup(holder.holderType(), holder.holderCode());
        long end = System.nanoTime();
        seen.answered(name, answer.status());
        for (JsonNode license : answer.body().path("licenses")) {
            seen.read(new Observations.Read(name, license.path("id").asText(), license.path("state").asText(),
                    license.path("from").asText(), start, end));
        }
        pauseBriefly(5);
    }

    /** A writer that is not stuck at the paused member keeps changing what that member has cached. */
    private java.net.URI anyMember(Random random) {
        HubProcess chosen = members.get(random.nextInt(members.size()));
        boolean avoid = chosen == paused && random.nextInt(20) > 0;
        return (avoid ? members.get(1 - members.indexOf(chosen)) : chosen).address();
    }

    private boolean pauseBriefly(long millis) {
        try {
            return !ended.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void pause(HubProcess member, Duration howLong) {
        paused = member;
        member.pause();
        await().pollDelay(howLong).atMost(howLong.plusSeconds(5)).until(() -> true);
        member.resume();
        paused = null;
    }

    private void letThemWork(int moreCancellations) {
        int before = seen.cancellations();
        await("more cancellations").atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50))
                .until(() -> seen.cancellations() >= before + moreCancellations);
    }

    private void end() throws InterruptedException {
        ended.countDown();
        for (Thread thread : threads) {
            thread.join(30_000);
        }
    }
}

package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.licensehub.store.postgres.LocalPostgres;

/** Promise 3: no record, no answer. Only the append to the log is made to fail; data and cache stay readable. */
class AuditFailsClosedTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-audit";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
    private static final ApiCaller SEARCHER = searcher();
    private static final ApiCaller WITHOUT_GRANT = hub().newApprovalSystem();
    private static final ApiCaller MANAGER = hub().newManager();
    private static final PushedRecord RECORD = aRecord().from(SOURCE).with("KZ_SPHM", "税票壹号");
    private static final String IDENTIFIER = identifier();

    private static ApiCaller searcher() {
        ApiCaller caller = hub().newCaller(Set.of("licenses.search"));
        hub().grant(hub().grantFor(caller, PushedRecord.TAX_PROOF));
        return caller;
    }

    private static String identifier() {
        DEPARTMENT.push(RECORD).expect(201);
        return hub().awaitLicense(READER, RECORD.holder()).get("identifier").asText();
    }

    private interface Work {
        void run() throws IOException, SQLException;
    }

    @Test
    void nothingIsAnsweredWhileTheRightToAppendIsGone() throws IOException, SQLException {
        whileTheLogCannotBeWritten(
                () -> hub().database().execute("revoke insert on audit_record from " + LocalPostgres.APPLICATION_USER),
                () -> hub().database().execute("grant insert on audit_record to " + LocalPostgres.APPLICATION_USER));
    }

    @Test
    void nothingIsAnsweredWhileTheDiskOfTheLogIsFull() throws IOException, SQLException {
        Path small = Files.createDirectories(hub().home().resolve("small-disk"));
        // what is in the log by now, and a little more
        String part = "audit_record_" + hub().database().queryForObject("select month from audit_tree", Integer.class);
        long megabytes = 6 + hub().database().queryForObject("select pg_total_relation_size(?::regclass) / 1000000", Long.class, part);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=0700", "tmpfs", small.toString());
        if (!mounted) {
            String loud = "SKIPPED: the full-disk test needs the right to mount a tmpfs";
            System.err.println(loud);
            assertThat(System.getenv("CI")).as(loud).isNotEqualTo("true");
        }
        assumeThat(mounted).as("a tmpfs can be mounted").isTrue();
        Path data = Files.createDirectories(small.resolve("tablespace"));
        Path filler = small.resolve("filler");
        try {
            asSuperuser("create tablespace small location '" + data + "'", "alter table " + part + " set tablespace small",
                    "alter index " + part + "_pkey set tablespace small");
            whileTheLogCannotBeWritten(() -> fill(filler), () -> Files.delete(filler));
        } finally {
            Files.deleteIfExists(filler);
            asSuperuser("alter table " + part + " set tablespace pg_default", "alter index " + part + "_pkey set tablespace pg_default",
                    "checkpoint", "drop tablespace if exists small");
            // lazily: a server process may keep a file of the emptied tablespace open for a while
            assertThat(run("umount", "--lazy", small.toString())).isTrue();
        }
    }

    private static void whileTheLogCannotBeWritten(Work breakLog, Work repairLog) throws IOException, SQLException {
        byte[] file = READER.file(IDENTIFIER, elements()).expect(200).body();
        assertThat(READER.lookup(RECORD.holder(), elements()).expect(200).json().at("/licenses/0/from").asText()).isEqualTo("CACHE");
        long before = size();
        breakLog.run();
        try {
            List<Supplier<Answer>> questions = List.of(() -> READER.lookup(RECORD.holder(), elements()), () -> READER.data(IDENTIFIER, elements()),
                    () -> READER.file(IDENTIFIER, elements()), () -> READER.verifyInformation(RECORD, Map.of("KZ_SPHM", "税票壹号"), elements()),
                    () -> READER.verifyFile(file, elements()), () -> WITHOUT_GRANT.lookup(RECORD.holder(), elements()),
                    () -> SEARCHER.post("/api/v1/licenses/search", Map.of("identifier", IDENTIFIER, "elements", elements())),
                    () -> SEARCHER.post("/api/v1/licenses/search", Map.of("licenseNumber", "没有", "elements", elements())));
            questions.forEach(question -> expectNothing(untilNoRoomIsLeft(question)));
            assertThat(untilNoRoomIsLeft(AuditFailsClosedTest::suspendAndResume).status()).isEqualTo(503);
            assertThat(untilNoRoomIsLeft(() -> DEPARTMENT.push(aRecord().from(SOURCE))).status()).isEqualTo(503);
        } finally {
            repairLog.run();
        }
        MANAGER.post("/api/v1/licenses/" + IDENTIFIER + "/resumption", Map.of("reason", "若仍暂停"));
        assertThat(READER.lookup(RECORD.holder(), elements()).expect(200).json().at("/licenses/0/standing").asText()).isEqualTo("IN_FORCE");
        assertThat(size()).isGreaterThan(before);
    }

    /** A page that is half full takes a few more records, and their answers are given, as they should be. */
    private static Answer untilNoRoomIsLeft(Supplier<Answer> question) {
        for (int i = 0; i < 300; i++) {
            Answer answer = question.get();
            if (answer.status() >= 400 && answer.status() != 403) {
                return answer;
            }
        }
        throw new AssertionError("The log can still be written");
    }

    private static Answer suspendAndResume() {
        Answer suspended = MANAGER.post("/api/v1/licenses/" + IDENTIFIER + "/suspension", Map.of("reason", "核查"));
        Answer resumed = MANAGER.post("/api/v1/licenses/" + IDENTIFIER + "/resumption", Map.of("reason", "核查完毕"));
        return suspended.status() == 200 && resumed.status() != 200 ? resumed : suspended;
    }

    private static void expectNothing(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.json().get("type").asText()).isEqualTo("urn:licensehub:problem:audit-unavailable");
        assertThat(answer.text()).doesNotContain(RECORD.holder().number(), RECORD.holder().name(), "税票壹号", IDENTIFIER, RECORD.typeCode(), "%PDF");
        assertThat(answer.headers().keySet()).noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("licensehub-"));
    }

    private static long size() {
        return hub().database().queryForObject("select size from audit_tree", Long.class);
    }

    private static void fill(Path filler) throws IOException {
        byte[] block = new byte[4096];
        Arrays.fill(block, (byte) 1);
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full.getMessage()).contains("No space left");
        }
    }

    private static void asSuperuser(String... statements) throws SQLException {
        LocalPostgres server = hub().server();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(LocalPostgres.DATABASE), LocalPostgres.USER, server.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static boolean run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}

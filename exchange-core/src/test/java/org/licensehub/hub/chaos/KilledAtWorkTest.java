package org.licensehub.hub.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.hub.audit.TreeHead;

/** {@code kill -9} of the hub while it reads a dropped file, and while it seals: nothing is lost and nothing is done twice. */
@Tag("chaos")
class KilledAtWorkTest {

    private static final int ROWS = 400;

    @TempDir
    private static Path home;

    private static Records records;
    private static HubProcess hub;
    private static HubClient department;
    private static HubClient auditor;

    @BeforeAll
    static void startHub() throws IOException {
        records = Records.generate(11, 3000);
        Records.Pushed sample = records.taxProofs(1).get(0);
        hub = HubProcess.single(home, """
                connectors:
                  - id: tax-proofs
                    template: csv-drop-folder
                    parameters:
                      directory: %s
                      source: %s
                      resource: %s
                      complete: done-file
                      chunk: 20
                      delay: 200ms
                """.formatted(Files.createDirectories(home.resolve("drop")), sample.source(), sample.type().code().value())).start();
        HubClient admin = HubClient.administrator(hub.address(), home);
        department = admin.register("department", Set.of("records.push"), Set.of(sample.source()));
        auditor = admin.register("auditor", Set.of("audit.read"), Set.of());
    }

    @AfterAll
    static void endHub() {
        if (hub != null) {
            hub.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 145, 395})
    void droppedFileIsReadToItsEndAfterTheHubWasKilledInTheMiddle(int rowsBefore) throws IOException {
        List<Records.Pushed> rows = records.taxProofs(ROWS);
        String name = "proofs-" + rowsBefore + ".csv";
        int before = count("intake_record");
        TreeHead lastSeen = killWhen(() -> count("intake_record") >= before + rowsBefore, () -> drop(name, rows));
        // with the last rows in, the hub may have been done with the file when the signal came
        boolean unfinished = Files.exists(home.resolve("drop").resolve(name));
        int known = unfinished ? count("intake_record") - before : 0;
        hub.start();

        Path result = home.resolve("drop/results").resolve(name + ".result.csv");
        await("the answer to the file").atMost(Duration.ofSeconds(60)).until(() -> Files.exists(result)
                && !Files.exists(home.resolve("drop").resolve(name)));
        List<CSVRecord> answers;
        try (var reader = Files.newBufferedReader(result)) {
            answers = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get().parse(reader).getRecords();
        }
        assertThat(answers).hasSize(ROWS).allSatisfy(answer -> assertThat(answer.get("outcome")).isIn("ACCEPTED", "DUPLICATE"));
        assertThat(answers.stream().filter(answer -> answer.get("outcome").equals("DUPLICATE"))).hasSize(known);
        assertThat(count("intake_record")).isEqualTo(before + ROWS);

        Map<Records.Pushed, String> receipts = new LinkedHashMap<>();
        for (int i = 0; i < ROWS; i++) {
            receipts.put(rows.get(i), answers.get(i).get("receiptId"));
        }
        Aftermath aftermath = new Aftermath(hub, department, auditor);
        aftermath.sameReceiptsFor(receipts);
        aftermath.eachIssuedExactlyOnce(receipts);
        aftermath.logIntactSince(lastSeen);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 75})
    void licensesAreSealedOnceEachAfterTheHubWasKilledWhileSealing(int sealedBefore) throws IOException {
        Map<Records.Pushed, String> receipts = new LinkedHashMap<>();
        int before = sealed();
        TreeHead lastSeen = killWhen(() -> sealed() >= before + sealedBefore, () -> {
            List<Records.Pushed> pushed = records.taxProofs(100);
            try (var lines = department.pushBatch(pushed).body()) {
                List<String> receiptIds = new ArrayList<>();
                for (String line : lines.toList()) {
                    receiptIds.add(HubClient.JSON.readTree(line).path("receiptId").asText());
                }
                for (int i = 0; i < pushed.size(); i++) {
                    receipts.put(pushed.get(i), receiptIds.get(i));
                }
            }
            return null;
        });
        hub.start();

        Aftermath aftermath = new Aftermath(hub, department, auditor);
        aftermath.eachIssuedExactlyOnce(receipts);
        aftermath.sameReceiptsFor(receipts);
        aftermath.logIntactSince(lastSeen);
    }

    private static TreeHead killWhen(Callable<Boolean> moment, Callable<?> work) throws IOException {
        try (LogWatch witness = LogWatch.start(HubClient.anonymous(hub.address()))) {
            work.call();
            await("the moment to kill").atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(2)).pollDelay(Duration.ZERO).until(moment);
            hub.kill();
            return witness.last();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Void drop(String name, List<Records.Pushed> rows) throws IOException {
        StringWriter text = new StringWriter();
        List<String> fields = new ArrayList<>(rows.get(0).fields().keySet());
        try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
            List<String> header = new ArrayList<>(List.of("sourceKey", "revision"));
            header.addAll(fields);
            csv.printRecord(header);
            for (Records.Pushed row : rows) {
                List<Object> line = new ArrayList<>(List.of(row.sourceKey(), row.revision()));
                fields.forEach(field -> line.add(row.fields().get(field)));
                csv.printRecord(line);
            }
        }
        Path part = Files.writeString(home.resolve("drop").resolve(name + ".part"), text.toString());
        Files.move(part, home.resolve("drop").resolve(name), StandardCopyOption.ATOMIC_MOVE);
        Files.createFile(home.resolve("drop").resolve(name + ".done"));
        return null;
    }

    private static int count(String table) {
        return hub.database().queryForObject("select count(*) from " + table, Integer.class);
    }

    private static int sealed() {
        return hub.database().queryForObject("select count(*) from license where state = 'VALID'", Integer.class);
    }
}

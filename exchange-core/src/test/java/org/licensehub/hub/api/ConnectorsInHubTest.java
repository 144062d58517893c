package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.hub;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.licensehub.store.catalogue.CommonField;
import org.licensehub.store.postgres.LocalPostgres;
import org.licensehub.store.postgres.TestPostgres;
import org.springframework.jdbc.core.JdbcTemplate;

/** The ways in that are configured in YAML: a real folder and a department's own database, which comes up after the hub. */
class ConnectorsInHubTest implements KeepsNumbersOutOfLogs {

    private static final ApiCaller DROP_DEPARTMENT = hub().newDepartment(RunningHub.DROP_SOURCE);
    private static final ApiCaller POLL_DEPARTMENT = hub().newDepartment(RunningHub.POLL_SOURCE);

    private static PushedRecord permit() {
        return aRecord().of(PushedRecord.FOOD_PERMIT).keyed(UUID.randomUUID().toString());
    }

    private static String header(PushedRecord like) {
        return "sourceKey,revision," + String.join(",", like.fields().keySet()) + "\n";
    }

    private static String row(PushedRecord record) {
        return record.sourceKey() + ",1," + record.fields().values().stream().map(value -> '"' + value.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",")) + "\n";
    }

    private static Path drop(String content) throws IOException {
        Path folder = hub().home().resolve("drop");
        String name = UUID.randomUUID() + ".csv";
        Path part = Files.writeString(folder.resolve(name + ".part"), content);
        return Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> resultOf(Path dropped, String ending) throws IOException {
        await().atMost(Duration.ofSeconds(90)).until(() -> Files.notExists(dropped));
        return Files.readAllLines(dropped.resolveSibling("results").resolve(dropped.getFileName() + ending));
    }

    private static int taken(String source, String state) {
        return hub().database().queryForObject("select count(*) from intake_record where source = ? and state = ?", Integer.class, source, state);
    }

    @Test
    void rowsOfADroppedFileGoInAndEachBadOneIsAnsweredAndKept() throws IOException {
        int before = taken(RunningHub.DROP_SOURCE, "ACCEPTED");
        PushedRecord first = permit();
        PushedRecord wrongNumber = permit().with(CommonField.HOLDER_CODE, Numbers.withWrongCheck(Numbers.ofOrganisation()));
        PushedRecord ofPerson = permit().keyed(Numbers.ofPerson());
        Path file = drop(header(first) + row(first) + row(wrongNumber) + "k,1,\"open\n" + "k2,1,few\n" + row(ofPerson));

        List<String> result = resultOf(file, ".result.csv");

        assertThat(result).hasSize(6);
        assertThat(result.stream().map(line -> line.split(",")[1])).containsExactly("outcome", "ACCEPTED", "QUARANTINED", "QUARANTINED", "QUARANTINED",
                "ACCEPTED");
        assertThat(result.get(2)).contains("certificate_holder_code:bad_check_character");
        assertThat(taken(RunningHub.DROP_SOURCE, "ACCEPTED")).isEqualTo(before + 2);
        String kept = result.get(2).split(",")[2];
        assertThat(DROP_DEPARTMENT.put("/api/v1/quarantine/" + kept + "/correction", Map.of("fields", permit().fields())).expect(200).json()
                .get("outcome").asText()).isEqualTo("ACCEPTED");
    }

    @Test
    void fileWithAWrongHeaderIsRefusedWhole() throws IOException {
        int before = taken(RunningHub.DROP_SOURCE, "ACCEPTED") + taken(RunningHub.DROP_SOURCE, "QUARANTINED");
        Path file = drop(header(permit()).replace("sourceKey", "key") + row(permit()));
        assertThat(resultOf(file, ".refused.csv").get(1)).contains("REFUSED", "wrong_header");
        assertThat(taken(RunningHub.DROP_SOURCE, "ACCEPTED") + taken(RunningHub.DROP_SOURCE, "QUARANTINED")).isEqualTo(before);
    }

    @Test
    void sameFileAgainHasNoSecondEffect() throws IOException {
        PushedRecord record = permit();
        String content = header(record) + row(record);
        List<String> first = resultOf(drop(content), ".result.csv");
        List<String> again = resultOf(drop(content), ".result.csv");
        assertThat(again.get(1).split(",")[1]).isEqualTo("DUPLICATE");
        assertThat(again.get(1).split(",")[2]).isEqualTo(first.get(1).split(",")[2]);
    }

    @Test
    @Tag("slow")
    void oneBadRowAmongAThousandKeepsNoneOfTheOthersOut() throws IOException {
        int accepted = taken(RunningHub.DROP_SOURCE, "ACCEPTED");
        int quarantined = taken(RunningHub.DROP_SOURCE, "QUARANTINED");
        List<PushedRecord> records = new ArrayList<>(IntStream.range(0, 1000).mapToObj(i -> permit()).toList());
        records.set(499, records.get(499).with(CommonField.ISSUE_DATE, "2024-02-30"));
        Path file = drop(header(records.get(0)) + records.stream().map(ConnectorsInHubTest::row).collect(Collectors.joining()));

        List<String> result = resultOf(file, ".result.csv");

        assertThat(result).hasSize(1001);
        assertThat(result.get(500)).contains("QUARANTINED").contains("bad_date");
        assertThat(taken(RunningHub.DROP_SOURCE, "ACCEPTED")).isEqualTo(accepted + 999);
        assertThat(taken(RunningHub.DROP_SOURCE, "QUARANTINED")).isEqualTo(quarantined + 1);
    }

    @Test
    void rowsOfADepartmentsDatabaseAreTakenInOnceItAnswers() throws IOException, SQLException {
        try (LocalPostgres server = hub().startDepartmentServer()) {
            server.createDatabase(RunningHub.DEPARTMENT_DATABASE);
            try (HikariDataSource pool = TestPostgres.pool(server.jdbcUrl(RunningHub.DEPARTMENT_DATABASE), server.applicationPassword())) {
                JdbcTemplate department = new JdbcTemplate(pool);
                PushedRecord first = permit().keyed(Numbers.ofPerson());
                PushedRecord wrong = permit().with(CommonField.AREA_CODE, "999999");
                department.execute("create table food_permit (permit_key text primary key, revision text, changed timestamptz default now(), "
                        + first.fields().keySet().stream().map(name -> '"' + name + "\" text").collect(Collectors.joining(", ")) + ")");
                insert(department, first);
                insert(department, wrong);

                await().atMost(Duration.ofSeconds(30)).until(() -> taken(RunningHub.POLL_SOURCE, "ACCEPTED") == 1
                        && taken(RunningHub.POLL_SOURCE, "QUARANTINED") == 1);
                PushedRecord later = permit();
                insert(department, later);
                await().atMost(Duration.ofSeconds(30)).until(() -> taken(RunningHub.POLL_SOURCE, "ACCEPTED") == 2);
                assertThat(POLL_DEPARTMENT.get("/api/v1/quarantine").expect(200).json().at("/items/0/reasons/0/code").asText())
                        .isEqualTo("unknown_division");
            }
        }
    }

    private static void insert(JdbcTemplate department, PushedRecord record) {
        List<Object> values = new ArrayList<>(List.of(record.sourceKey(), "1"));
        values.addAll(record.fields().values());
        department.update("insert into food_permit (permit_key, revision, " + record.fields().keySet().stream().map(name -> '"' + name + '"')
                .collect(Collectors.joining(", ")) + ") values (" + values.stream().map(value -> "?").collect(Collectors.joining(", ")) + ")",
                values.toArray());
    }
}

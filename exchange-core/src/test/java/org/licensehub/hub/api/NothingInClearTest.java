package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.licensehub.store.catalogue.CommonField;
import org.licensehub.store.postgres.LocalPostgres;

/** Promise 6: no personal number in clear in any table, in the database's own files, or in any file of the hub. */
class NothingInClearTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-clear";

    /** Puts a personal number into every place where people or systems may write one. */
    @BeforeAll
    static void numbersHaveComeInByEveryDoor() {
        ApiCaller department = hub().newDepartment(SOURCE);
        ApiCaller reader = hub().newApprovalSystem(PushedRecord.EMPLOYMENT_CERTIFICATE);
        Holder holder = Holder.aPerson();
        PushedRecord record = aRecord().of(PushedRecord.EMPLOYMENT_CERTIFICATE).from(SOURCE).heldBy(holder).keyed(holder.number())
                .with(CommonField.CERTIFICATE_NUMBER, holder.number());
        department.push(record).expect(201);
        String identifier = hub().awaitLicense(reader, holder).get("identifier").asText();
        reader.file(identifier, elements()).expect(200);
        hub().newManager().post("/api/v1/licenses/" + identifier + "/suspension", Map.of("reason", "持证人 " + holder.number())).expect(200);

        PushedRecord faulty = aRecord().from(SOURCE).keyed(Numbers.ofPerson()).without("KZ_SZ").with("KZ_SPHM", Numbers.ofPerson());
        String kept = department.push(faulty).expect(202).json().get("receiptId").asText();
        department.put("/api/v1/quarantine/" + kept + "/correction", Map.of("fields", faulty.with("KZ_SJJE", Numbers.ofPerson()).fields())).expect(200);
        department.push(aRecord().from(SOURCE).with(Numbers.ofPerson(), "x")).expect(202);

        PushedRecord permit = aRecord().of(PushedRecord.FOOD_PERMIT).from(SOURCE);
        String receipt = department.push(permit).expect(201).json().get("receiptId").asText();
        String license = department.get("/api/v1/records/" + receipt).json().get("licenseId").asText();
        hub().newReviewer().post("/api/v1/reviews/" + license + "/return", Map.of("reason", "负责人号码 " + Numbers.ofPerson() + " 有误")).expect(200);
        reader.lookup(new Holder("x", "111", Numbers.withWrongCheck(Numbers.ofPerson())), elements()).expectProblem(400, "invalid-request");
        reader.data(Numbers.ofPerson(), elements()).expectProblem(404, "not-found");

        Map<String, Object> seal = new java.util.LinkedHashMap<>(SealDesk.Authority.fresh().application());
        seal.put("reason", "经办人 " + Numbers.ofPerson());
        String sealId = SealDesk.APPLICANT.post("/api/v1/seals", seal).expect(201).json().get("id").asText();
        SealDesk.FIRST.post("/api/v1/seals/" + sealId + "/rejection", Map.of("reason", "号码 " + Numbers.ofPerson() + " 有误")).expect(200);
        PushedRecord ofCompany = aRecord().of(PushedRecord.FOOD_PERMIT).from(SOURCE).heldBy(Holder.anOrganisation());
        hub().newCaller(Set.of("seals.apply"), SOURCE).post("/api/v1/seals/with-license", Map.of("kind", "OFFICIAL", "reason",
                "法定代表人 " + Numbers.ofPerson(), "receiptId", department.push(ofCompany).expect(201).json().get("receiptId").asText())).expect(201);
    }

    @Test
    void noRowOfAnyTableHoldsAPersonalNumber() {
        Set<String> personal = Numbers.personal();
        List<String> tables = hub().database().queryForList("select quote_ident(tablename) from pg_tables where schemaname = 'public'", String.class);
        assertThat(tables).contains("license", "seal_event", "seal_wish", "intake_record", "audit_record", "license_event", "intake_correction");
        for (String table : tables) {
            List<String> rows = hub().database().queryForList("select t::text from " + table + " t", String.class);
            List<String> leaks = new ArrayList<>();
            rows.forEach(row -> personal.stream().filter(number -> row.contains(number) || row.contains(hex(number))).forEach(leaks::add));
            assertThat(leaks).as("table " + table).isEmpty();
        }
    }

    private static String hex(String number) {
        return HexFormat.of().formatHex(number.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void noFileUnderTheHubsHomeHoldsAPersonalNumberTheDatabasesOwnIncluded() throws IOException, SQLException {
        LocalPostgres server = hub().server();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(LocalPostgres.DATABASE), LocalPostgres.USER, server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(hub().home())) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        assertThat(files).anyMatch(file -> file.toString().contains("pg_wal")).anyMatch(file -> file.startsWith(hub().home().resolve("files")));
        Set<String> personal = Numbers.personal();
        String common = personal.iterator().next().substring(0, 8);
        assertThat(personal).allMatch(number -> number.startsWith(common));
        assertThat(files.stream().filter(file -> holdsOne(file, common, personal))).isEmpty();
    }

    private static boolean holdsOne(Path file, String common, Set<String> personal) {
        String content;
        try {
            content = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException recycledMeanwhile) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int at = content.indexOf(common); at >= 0; at = content.indexOf(common, at + 1)) {
            if (personal.contains(content.substring(at, Math.min(content.length(), at + 18)))) {
                return true;
            }
        }
        return false;
    }

    @Test
    void sealedFilesAreNoPdfOnDisk() throws IOException {
        try (Stream<Path> walk = Files.walk(hub().home().resolve("files"))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("%PDF", "%%EOF", "sourceKey");
            }
        }
    }
}

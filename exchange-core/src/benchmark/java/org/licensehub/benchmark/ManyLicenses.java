package org.licensehub.benchmark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;

/** Licenses put into the tables in the fastest way: only reading is measured. The plain solution gets the same, in clear. */
final class ManyLicenses {

    static final String TYPE = "11350000DEM000030A005";
    private static final int LINES = 20_000;
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String[] TABLES = {"license", "license_holder", "holder_revision", "license_index", "plain_license"};

    private final PersonalData protection;
    private final LicenseContents contents;
    private final Map<String, StringBuilder> rows = new TreeMap<>();

    ManyLicenses(PersonalData protection) {
        this.protection = protection;
        this.contents = new LicenseContents(protection);
        for (String table : TABLES) {
            rows.put(table, new StringBuilder());
        }
    }

    /** Codes with right check digits that belong to nobody: births from 1800 to 1849, in a district that holds a thousand of each day. */
    static String holderCode(int number) {
        String body = "350205" + LocalDate.of(1800, 1, 1).plusDays(number / 1_000).format(DateTimeFormatter.BASIC_ISO_DATE) + "%03d".formatted(number % 1_000);
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            sum += (body.charAt(i) - '0') * WEIGHTS[i];
        }
        return body + "10X98765432".charAt(sum % 11);
    }

    /** Five licenses for every three holders, one or two each. */
    void load(DataSource database, int licenses, int holders) throws SQLException, IOException {
        try (Connection connection = database.getConnection()) {
            for (int i = 0; i < licenses; i++) {
                add(i, i % holders, i < holders);
                if ((i + 1) % LINES == 0 || i + 1 == licenses) {
                    copy(connection.unwrap(PGConnection.class));
                }
            }
        }
        JdbcTemplate jdbc = new JdbcTemplate(database);
        for (String table : TABLES) {
            jdbc.execute("vacuum analyze " + table);
        }
    }

    private void add(int number, int holderNumber, boolean first) {
        UUID id = new UUID(number * 0x9E3779B97F4A7C15L & ~0xF000L | 0x4000L, number | Long.MIN_VALUE);
        String code = holderCode(holderNumber);
        HolderKey holder = protection.holderKey("111", code);
        String identifier = "1.2.156.3005.2." + TYPE + ".11350205DEM0000222.%014d.001.0".formatted(number);
        Map<String, String> fields = fields(number, code);
        String content = "\\\\x" + HexFormat.of().formatHex(contents.protect(fields));
        String key = "\\\\x" + holder.hex();
        row("license", id, identifier, "%014d".formatted(number), 1, TYPE, 1, "350205", "11350205DEM0000222", "hub-350205", "benchmark",
                "\\\\x%016x".formatted(number), 1, "VALID", "2024-02-29", "2024-02-29", "2099-02-28", content, "%064x".formatted(number), "\\N", 1,
                "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
        row("license_holder", id, 0, key);
        if (first) {
            row("holder_revision", key, 1);
        }
        row("license_index", key, id, identifier, TYPE, "350205", "VALID", 1);
        row("plain_license", number, code, identifier, TYPE, "VALID", fields.toString());
    }

    private static Map<String, String> fields(int number, String code) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("certificate_number", "税证2026-%08d".formatted(number));
        fields.put("certificate_holder_name", "某某");
        fields.put("certificate_holder_code", code);
        fields.put("certificate_holder_type", "111");
        fields.put("certificate_issuing_authority_name", "厦门市海沧区示例局");
        fields.put("certificate_issuing_authority_code", "11350205DEM0000222");
        fields.put("certificate_issuing_authority_date", "2024-02-29");
        fields.put("certificate_validate_start", "2024-02-29");
        fields.put("certificate_validate_end", "2099-02-28");
        fields.put("certificate_area_code", "350205");
        fields.put("KZ_SZ", "增值税");
        fields.put("KZ_SJJE", "1000.00");
        return fields;
    }

    private void row(String table, Object... values) {
        StringBuilder text = rows.get(table);
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : "\t").append(values[i]);
        }
        text.append('\n');
    }

    private void copy(PGConnection connection) throws SQLException, IOException {
        for (String table : TABLES) {
            StringBuilder text = rows.get(table);
            String columns = "plain_license".equals(table) ? " (id, holder_code, identifier, type_code, state, content)" : "";
            connection.getCopyAPI().copyIn("copy " + table + columns + " from stdin",
                    new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
            text.setLength(0);
        }
    }

    /**
     * Writes whom to ask for, a line each: at first some who are asked for again and again, the popular ones far more often than the others
     * (the chance falls with the rank), then everybody else once, in any order.
     */
    static void writeQuestions(Path file, int holders, int warm, int draws) throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < draws; i++) {
            lines.add(holderCode((int) Math.pow(warm, random.nextDouble()) % warm));
        }
        List<Integer> others = new ArrayList<>();
        for (int i = warm; i < holders; i++) {
            others.add(i);
        }
        Collections.shuffle(others, random);
        others.forEach(number -> lines.add(holderCode(number)));
        Files.write(file, lines);
    }
}

package org.licensehub.hub.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.licensehub.hub.demo.DemoPlan.Planned;
import org.licensehub.hub.demo.DemoPlan.Turn;
import org.licensehub.hub.demo.DemoPlan.Way;
import org.licensehub.hub.demo.synthetic.SyntheticRecord;

/** The departments of one hub: push their records in all ways that the hub has, and some of them twice. */
final class DemoFeeds {

    private static final int BATCH = 250;
    private static final int CSV_FILES = 3;
    private static final int TWICE = 10;

    private final DemoCallers callers;
    private final DemoPlan plan;
    private final Crew crew;
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong notRepeated = new AtomicLong();

    DemoFeeds(DemoCallers callers, DemoPlan plan, Crew crew) {
        this.callers = callers;
        this.plan = plan;
        this.crew = crew;
    }

    /** Pushes one record by itself. @return the receipt */
    JsonNode push(SyntheticRecord record) {
        return callers.department(record.source()).post("/api/v1/records", request(record), 200, 201, 202);
    }

    private static Map<String, Object> request(SyntheticRecord record) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("source", record.source());
        request.put("sourceKey", record.sourceKey());
        request.put("revision", record.revision());
        request.put("licenseType", record.typeCode());
        request.put("fields", record.fields());
        return request;
    }

    /** Everything but the first record and the reserve. */
    void pushAll() throws IOException, SQLException {
        String site = callers.site().key();
        List<SyntheticRecord> rows = records(plan.at(site, Way.DATABASE, Turn.MAIN));
        if (!rows.isEmpty()) {
            new DepartmentDatabase(callers.site()).create(rows);
        }
        List<SyntheticRecord> dropped = records(plan.at(site, Way.CSV, Turn.MAIN));
        for (int file = 0; file < CSV_FILES && !dropped.isEmpty(); file++) {
            drop("records-" + (file + 1) + ".csv", dropped.subList(dropped.size() * file / CSV_FILES, dropped.size() * (file + 1) / CSV_FILES));
        }
        Map<String, List<SyntheticRecord>> batches = new LinkedHashMap<>();
        records(plan.at(site, Way.BATCH, Turn.MAIN)).forEach(record -> batches.computeIfAbsent(record.source(), source -> new ArrayList<>()).add(record));
        batches.forEach((source, records) -> {
            for (int from = 0; from < records.size(); from += BATCH) {
                sendBatch(source, records.subList(from, Math.min(from + BATCH, records.size())));
            }
        });
        List<SyntheticRecord> single = records(plan.at(site, Way.REST, Turn.MAIN));
        crew.each(single, this::push);
        pushSomeTwice(single, batches, dropped);
    }

    private static List<SyntheticRecord> records(Stream<Planned> planned) {
        return planned.map(Planned::record).toList();
    }

    private void pushSomeTwice(List<SyntheticRecord> single, Map<String, List<SyntheticRecord>> batches, List<SyntheticRecord> dropped) throws IOException {
        single.stream().limit(TWICE).forEach(record -> again(push(record)));
        batches.forEach((source, records) -> sendBatch(source, records.subList(0, Math.min(TWICE, records.size()))).forEach(this::again));
        if (!dropped.isEmpty()) {
            drop("records-again.csv", dropped.subList(0, Math.min(TWICE, dropped.size())));
        }
    }

    private void again(JsonNode receipt) {
        (receipt.path("repeated").asBoolean() ? repeated : notRepeated).incrementAndGet();
    }

    private List<JsonNode> sendBatch(String source, List<SyntheticRecord> records) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        records.forEach(record -> {
            lines.writeBytes(DemoApi.bytes(request(record)));
            lines.write('\n');
        });
        DemoApi.Reply reply = DemoApi.expect("/api/v1/records/batch",
                callers.department(source).send("POST", "/api/v1/records/batch", "application/x-ndjson", lines.toByteArray()), 200);
        List<JsonNode> results = new ArrayList<>();
        new String(reply.body(), StandardCharsets.UTF_8).lines().forEach(line -> {
            try {
                results.add(DemoApi.JSON.readTree(line));
            } catch (IOException e) {
                throw new IllegalStateException("批量结果不是 JSON / a result line is no JSON", e);
            }
        });
        if (results.size() != records.size()) {
            throw new IllegalStateException("批量结果行数不符 / " + records.size() + " lines sent, " + results.size() + " results");
        }
        return results;
    }

    /** Written under another name and renamed when complete. */
    private void drop(String name, List<SyntheticRecord> records) throws IOException {
        Set<String> columns = new LinkedHashSet<>();
        records.forEach(record -> columns.addAll(record.fields().keySet()));
        Path folder = callers.site().dropFolder();
        Path part = folder.resolve(name + ".part");
        try (CSVPrinter csv = new CSVPrinter(Files.newBufferedWriter(part, StandardCharsets.UTF_8), CSVFormat.RFC4180)) {
            List<String> header = new ArrayList<>(List.of("sourceKey", "revision"));
            header.addAll(columns);
            csv.printRecord(header);
            for (SyntheticRecord record : records) {
                List<Object> row = new ArrayList<>(List.of(record.sourceKey(), record.revision()));
                columns.forEach(column -> row.add(record.fields().get(column)));
                csv.printRecord(row);
            }
        }
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Records pushed again that were recognised. */
    long repeated() {
        return repeated.get();
    }

    /** Records pushed again that were not recognised: none may be. */
    long notRepeated() {
        return notRepeated.get();
    }
}

package org.licensehub.hub.api;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.licensehub.hub.HubApplication;
import org.licensehub.store.postgres.LocalPostgres;
import org.licensehub.store.postgres.TestPostgres;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

/** The real hub on a random port with its own PostgreSQL in a temporary folder, started once for all test classes of a JVM. */
final class RunningHub {

    static final String SERVICE_ITEM = "LOCAL-610722-001";
    static final String OTHER_SERVICE_ITEM = "LOCAL-610722-002";
    /** Source of the CSV drop folder. */
    static final String DROP_SOURCE = "350205-drop";
    /** Source of the polled database. */
    static final String POLL_SOURCE = "350205-poll";
    static final String DEPARTMENT_DATABASE = "department";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger CALLERS = new AtomicInteger();

    private final ServletWebServerApplicationContext context;
    private final Path home;
    private final int departmentPort;
    private final CollectedLog log;
    private final CallerTls callerTls;
    private final int tlsPort;
    private final URI address;
    private final ApiCaller admin;

    private RunningHub(ServletWebServerApplicationContext context, Path home, int departmentPort, CallerTls callerTls, int tlsPort) throws IOException {
        this.callerTls = callerTls;
        this.tlsPort = tlsPort;
        this.context = context;
        this.departmentPort = departmentPort;
        this.home = home;
        this.log = CollectedLog.attach();
        this.address = URI.create("http://127.0.0.1:" + context.getWebServer().getPort());
        this.admin = ApiCaller.authorized(address, "admin", Files.readString(home.resolve("keys/admin.secret")), Set.of("hub.admin"));
    }

    private static final class Instance {
        static final RunningHub HUB = start();
    }

    static RunningHub hub() {
        return Instance.HUB;
    }

    private static RunningHub start() {
        try {
            Path home = Files.createTempDirectory("licensehub-test-hub");
            try {
                return start(home);
            } catch (IOException | RuntimeException e) {
                remove(home);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RunningHub start(Path home) throws IOException {
        Files.createDirectories(home.resolve("drop"));
        // the department gave its password before its server was up
        Files.writeString(Files.createDirectories(departmentHome(home)).resolve("pg.application.password"), UUID.randomUUID().toString());
        int departmentPort = TestPostgres.freePort();
        CallerTls callerTls = new CallerTls();
        callerTls.writeStores(home.resolve("tls"));
        int tlsPort = TestPostgres.freePort();
        Path configuration = Files.writeString(home.resolve("hub.yaml"), configuration(home, departmentPort, tlsPort));
        var context = (ServletWebServerApplicationContext) SpringApplication.run(HubApplication.class,
                "--spring.config.additional-location=" + configuration.toUri());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            context.close();
            remove(home);
        }));
        return new RunningHub(context, home, departmentPort, callerTls, tlsPort);
    }

    private static void remove(Path home) {
        FileSystemUtils.deleteRecursively(home.toFile());
        FileSystemUtils.deleteRecursively(departmentHome(home).toFile());
    }

    private static Path departmentHome(Path home) {
        return home.resolveSibling(home.getFileName() + "-department");
    }

    private static String configuration(Path home, int departmentPort, int tlsPort) {
        int databasePort = TestPostgres.freePort();
        return """
                server.port: 0
                licensehub:
                  id: hub-350205
                  region: "350205"
                  regions: ["350000", "350200", "350205", "350206"]
                  home: %1$s
                  database:
                    port: %2$d
                    binaries: %3$s
                  access:
                    people: { redirect-uris: ["http://127.0.0.1:9/callback"] }
                    limits:
                      purposes: { LOCAL-610722-030: { calls: 1, per: 1h, burst: 20 } }
                    tls:
                      port: %11$d
                      key-store: %1$s/tls/tls.p12
                      trust-store: %1$s/tls/tls-trust.p12
                      password-file: %1$s/tls/tls.password
                  issuing:
                    poll-interval: 100ms
                  seals.long-term.poll: 200ms
                  sharing.missing-interval: 1s
                  audit.flags.enumeration.holders: 3000
                  holder.overdue-interval: 1s
                  data-sources:
                    department:
                      url: jdbc:postgresql://127.0.0.1:%9$d/%4$s
                      username: %5$s
                      password-file: %10$s/pg.application.password
                  connectors:
                    - id: food-permits-by-file
                      template: csv-drop-folder
                      parameters:
                        directory: %1$s/drop
                        source: %6$s
                        resource: %7$s
                        quietPeriod: 200ms
                        delay: 200ms
                        longestBackOff: 1s
                    - id: food-permits-by-database
                      template: jdbc-poll
                      parameters:
                        dataSource: department
                        query: select * from food_permit
                        keyColumn: permit_key
                        revisionColumn: revision
                        cursorColumn: changed
                        source: %8$s
                        resource: %7$s
                        delay: 200ms
                        longestBackOff: 1s
                """.formatted(home, databasePort, TestPostgres.binaries().toAbsolutePath(), DEPARTMENT_DATABASE,
                LocalPostgres.APPLICATION_USER, DROP_SOURCE, PushedRecord.codeOf(PushedRecord.FOOD_PERMIT), POLL_SOURCE, departmentPort, departmentHome(home),
                tlsPort);
    }

    URI address() {
        return address;
    }

    Path home() {
        return home;
    }

    CollectedLog log() {
        return log;
    }

    /** The authority of certificates that the TLS port takes. */
    CallerTls callerTls() {
        return callerTls;
    }

    int tlsPort() {
        return tlsPort;
    }

    ApiCaller admin() {
        return admin;
    }

    ApiCaller anonymous() {
        return ApiCaller.anonymous(address);
    }

    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    <T> T part(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    /** The system of record, as the hub's own role. */
    JdbcTemplate database() {
        return new JdbcTemplate(part(HikariDataSource.class));
    }

    LocalPostgres server() {
        return part(LocalPostgres.class);
    }

    /** Starts the department's own PostgreSQL, for which the hub has been waiting since its start. */
    LocalPostgres startDepartmentServer() throws IOException {
        return LocalPostgres.start(departmentHome(home), TestPostgres.binaries(), departmentPort);
    }

    ApiCaller newCaller(Set<String> scopes, String... sources) {
        String clientId = "test-caller-" + CALLERS.incrementAndGet();
        JsonNode registered = admin.post("/api/v1/callers", Map.of("clientId", clientId, "name", "测试系统", "organisation", "海沧区示例局",
                "scopes", scopes, "sources", List.of(sources))).expect(201).json();
        return ApiCaller.authorized(address, clientId, registered.get("secret").asText(), scopes);
    }

    /** A department's system that may push for a source. */
    ApiCaller newDepartment(String source) {
        return newCaller(Set.of("records.push"), source);
    }

    ApiCaller newReviewer() {
        return newCaller(Set.of("licenses.review"));
    }

    ApiCaller newManager() {
        return newCaller(Set.of("licenses.manage"));
    }

    /** An approval system without any grant. */
    ApiCaller newApprovalSystem() {
        return newCaller(Set.of("licenses.read"));
    }

    /** An approval system that may see every field of these types for every action and item. */
    ApiCaller newApprovalSystem(String... slugs) {
        ApiCaller caller = newApprovalSystem();
        for (String slug : slugs) {
            grant(grantFor(caller, slug));
        }
        return caller;
    }

    /** Everything for one type; to be narrowed. */
    Map<String, Object> grantFor(ApiCaller caller, String slug) {
        Map<String, Object> grant = new LinkedHashMap<>();
        grant.put("clientId", caller.clientId());
        grant.put("licenseType", PushedRecord.codeOf(slug));
        grant.put("actions", List.of("LOOKUP", "DATA", "FILE", "VERIFY"));
        grant.put("fields", List.of("*"));
        grant.put("serviceItems", List.of("*"));
        return grant;
    }

    JsonNode grant(Map<String, Object> grant) {
        return admin.post("/api/v1/grants", grant).expect(201).json();
    }

    /** Complete five elements. */
    static Map<String, String> elements() {
        Map<String, String> elements = new LinkedHashMap<>();
        elements.put("organisation", "海沧区行政审批局");
        elements.put("operator", "window-12");
        elements.put("serviceItem", SERVICE_ITEM);
        elements.put("caseNumber", "CASE-2026-0001");
        elements.put("purpose", "受理申请");
        return elements;
    }

    /** Waits until the reader's lookup shows as many licenses of the holder. */
    List<JsonNode> awaitLicenses(ApiCaller reader, Holder holder, int count) {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50))
                .until(() -> licenses(reader.lookup(holder, elements()).expect(200)), found -> found.size() == count);
    }

    JsonNode awaitLicense(ApiCaller reader, Holder holder) {
        return awaitLicenses(reader, holder, 1).get(0);
    }

    static List<JsonNode> licenses(Answer lookup) {
        List<JsonNode> licenses = new ArrayList<>();
        lookup.json().get("licenses").forEach(licenses::add);
        return licenses;
    }

    /** The record in the log that a receipt stands for. */
    String auditBody(JsonNode receipt) {
        return database().queryForObject("select body from audit_record where sequence = ?", String.class, receipt.get("sequence").asLong());
    }

    /** Personal numbers of tests that occur in what the hub or its PostgreSQL logged. */
    Set<String> leakedIntoLogs() {
        Set<String> personal = Numbers.personal();
        Stream<String> lines = Stream.concat(log.lines().stream(), databaseLog());
        return lines.flatMap(line -> personal.stream().filter(line::contains)).collect(Collectors.toSet());
    }

    private Stream<String> databaseLog() {
        try {
            return Files.readAllLines(home.resolve("postgres/postgres.log")).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

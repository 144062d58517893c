package org.licensehub.benchmark;

import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.chaos.HubClient;
import org.licensehub.hub.chaos.HubProcess;
import org.licensehub.store.postgres.LocalPostgres;
import org.licensehub.store.postgres.TestPostgres;
import org.licensehub.store.protection.MasterKey;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@code ./mvnw test -P benchmark -pl exchange-core -am -Dtest=LookupBenchmark -Dsurefire.failIfNoSpecifiedTests=false}
 * ({@code -Dlookup.licenses=1000000}), results in docs/benchmarks.md. The hub's lookup in full (authenticated, granted, masked, durably audited,
 * with receipt) beside a plain endpoint (R1), a department's solution with audit (R2) and without (R3), in turns; each in its own JVM with the same
 * options, the load from a process of its own, one PostgreSQL for all.
 */
class LookupBenchmark {

    private static final int LICENSES = Integer.getInteger("lookup.licenses", 1_000_000);
    private static final int HOLDERS = LICENSES / 5 * 3;
    private static final int WARM = HOLDERS / 6;
    private static final int DRAWS = 200_000;
    private static final int ROUNDS = 3;
    private static final int SECONDS = 8;
    /** A JVM that is still compiling spends more on that than on requests. */
    private static final int WARM_UP = Integer.getInteger("lookup.warm-up", 90);
    private static final int CONNECTIONS = 64;
    private static final int BATCH = 1_000;
    private static final String JWT_KEY = "not-a-secret-just-for-a-benchmark-0123456789";
    /** Counted, and never reached: one caller is to drive the hub as hard as it can. */
    private static final String LIMITS = """
            access:
              limits:
                caller: { calls: 1000000 }
                purpose: { calls: 1000000 }
                holder: { calls: 1000000 }
                global: { calls: 1000000 }
            """;
    private static final String[] JVM = {"-Xmx2g", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8"};

    @TempDir
    Path folder;
    private final List<Process> processes = new ArrayList<>();
    private Path questions;
    private int nextCold = DRAWS;

    /** Something that answers lookups, and with whose PostgreSQL. */
    private record Subject(String name, int port, ProcessHandle jvm, ProcessHandle database, String authorization) {
    }

    /** Microseconds of processor time a request, of the JVM and of PostgreSQL; requests a second; microseconds at the last hundredth. */
    private record Measured(double jvm, double database, double rate, double p50, double p99) {
    }

    @Test
    void lookups() throws Exception {
        questions = folder.resolve("questions");
        ManyLicenses.writeQuestions(questions, HOLDERS, WARM, DRAWS);
        try (HubProcess hubProcess = HubProcess.single(Files.createDirectories(folder.resolve("home")), LIMITS, "-Xmx2g", "-XX:TieredStopAtLevel=4", "-Dserver.tomcat.max-keep-alive-requests=-1",
                "-Dspring.autoconfigure.exclude=org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration,"
                        + "org.springframework.boot.autoconfigure.data.jpa.JpaRepositoriesAutoConfiguration").start()) {
            Subject hub = prepare(hubProcess);
            Subject plain = start("R1", PlainEndpoint.class, hub.database(), "none");
            String url = url(hubProcess);
            Subject audited = start("R2", DepartmentSolution.class, hub.database(), "Bearer " + token(), database(url, hubProcess, true));
            Subject unaudited = start("R3", DepartmentSolution.class, hub.database(), "Bearer " + token(), database(url, hubProcess, false));
            List<Subject> all = List.of(plain, hub, audited, unaudited);
            fillCache(hub);
            for (Subject each : all) {
                ask(each, true, WARM_UP, 0);
            }
            compare(hub, plain, audited, unaudited);
            latencies(hub, plain, hubProcess);
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    /** Whoever is asked for as "warm" is in the hub's cache before: with a power law, most of them would not be for many minutes. */
    private static void fillCache(Subject hub) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        for (int from = 0; from < WARM; from += BATCH) {
            String holders = IntStream.range(from, Math.min(from + BATCH, WARM)).mapToObj(ManyLicenses::holderCode)
                    .map(code -> "{\"holderCode\":\"" + code + "\",\"holderCodeType\":\"111\"}").collect(Collectors.joining(","));
            String body = "{\"holders\":[" + holders + "],\"licenseTypes\":[],\"includeEnded\":false,\"elements\":{\"organisation\":\"海沧区行政审批局\",\"operator\":\"w\","
                    + "\"serviceItem\":\"LOCAL-610722-001\",\"caseNumber\":\"CASE-2026-0001\",\"purpose\":\"受理申请\"}}";
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + "/api/v1/lookups/batch"))
                    .header("Authorization", hub.authorization()).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
        }
    }

    private void compare(Subject hub, Subject plain, Subject audited, Subject unaudited) throws IOException, InterruptedException {
        List<List<Measured>> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            rounds.add(List.of(ask(plain, true, SECONDS, 0), ask(hub, true, SECONDS, 0), ask(audited, true, SECONDS, 0), ask(hub, false, SECONDS, 0),
                    ask(unaudited, false, SECONDS, 0)));
        }
        String[] names = {"R1", "hub, warm", "R2", "hub, cold", "R3, cold"};
        for (int i = 0; i < names.length; i++) {
            int at = i;
            System.out.printf("| %s | JVM %.0f µs | PostgreSQL %.0f µs | %.0f/s | p50 %.1f ms | p99 %.1f ms |%n", names[i], median(rounds, at, Measured::jvm),
                    median(rounds, at, Measured::database), median(rounds, at, Measured::rate), median(rounds, at, Measured::p50) / 1e3,
                    median(rounds, at, Measured::p99) / 1e3);
        }
        ToDoubleFunction<Measured> both = each -> each.jvm() + each.database();
        System.out.printf("| processor time of the JVM, warm, against R1 | %.2f |%n", median(rounds, 1, Measured::jvm) / median(rounds, 0, Measured::jvm));
        System.out.printf("| processor time of both, warm, against R2 | %.2f |%n", median(rounds, 1, both) / median(rounds, 2, both));
        System.out.printf("| processor time of both, cold, against R3 | %.2f |%n", median(rounds, 3, both) / median(rounds, 4, both));
        System.out.printf("| throughput, warm, against R2 | %.2f |%n", median(rounds, 1, Measured::rate) / median(rounds, 2, Measured::rate));
    }

    private static double median(List<List<Measured>> rounds, int subject, ToDoubleFunction<Measured> value) {
        double[] sorted = rounds.stream().mapToDouble(round -> value.applyAsDouble(round.get(subject))).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** At half of the rate the hub reaches: its p99 against that of the plain endpoint at the same rate and of a durable commit. */
    private void latencies(Subject hub, Subject plain, HubProcess process) throws IOException, InterruptedException {
        double half = ask(hub, true, SECONDS, 0).rate() / 2;
        Measured ours = ask(hub, true, SECONDS, half);
        Measured bare = ask(plain, true, SECONDS, half);
        JdbcTemplate jdbc = new JdbcTemplate(pool(process));
        jdbc.execute("create table one_commit (id bigserial primary key, body text)");
        double[] commits = new double[2_000];
        for (int i = 0; i < commits.length; i++) {
            long start = System.nanoTime();
            jdbc.update("insert into one_commit (body) values ('x')");
            commits[i] = (System.nanoTime() - start) / 1e3;
        }
        Arrays.sort(commits);
        double commit = commits[(int) (commits.length * 0.99)];
        System.out.printf("| p99 at %.0f/s, half of the peak | hub %.1f ms | R1 %.1f ms | one durable commit %.1f ms | allowed %.1f ms |%n", half, ours.p99() / 1e3,
                bare.p99() / 1e3, commit / 1e3, (bare.p99() + 2 * commit) / 1e3);
    }

    private Measured ask(Subject subject, boolean warm, int seconds, double rate) throws IOException, InterruptedException {
        int first = warm ? 0 : nextCold;
        int lines = warm ? DRAWS : Math.min(60_000, DRAWS + HOLDERS - WARM - nextCold);
        double jvm = ProcessorTime.of(subject.jvm());
        double database = ProcessorTime.ofTree(subject.database());
        Process load = new ProcessBuilder(java(), "-Xmx256m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), LoadGenerator.class.getName(),
                Integer.toString(subject.port()), subject.authorization(), questions.toString(), Integer.toString(first), Integer.toString(lines),
                Integer.toString(CONNECTIONS), Integer.toString(seconds), Double.toString(rate)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        processes.add(load);
        String[] told = new String(load.getInputStream().readAllBytes()).strip().split(" ");
        if (load.waitFor() != 0 || !"0".equals(told[1])) {
            throw new IllegalStateException(subject + ": " + String.join(" ", told));
        }
        double count = Double.parseDouble(told[0]);
        if (!warm) {
            if (count > lines) {
                throw new IllegalStateException("asked again for a holder who was to be new");
            }
            nextCold += (int) count;
        }
        return new Measured((ProcessorTime.of(subject.jvm()) - jvm) * 1e6 / count, (ProcessorTime.ofTree(subject.database()) - database) * 1e6 / count,
                count / seconds, Double.parseDouble(told[2]), Double.parseDouble(told[3]));
    }

    private Subject prepare(HubProcess process) throws IOException, SQLException {
        PersonalData protection = new PersonalData(MasterKey.loadOrCreate(process.home().resolve("keys/protection.key")));
        try (HikariDataSource database = pool(process)) {
            new JdbcTemplate(database).execute("""
                    create table plain_license (id bigint primary key, holder_code text not null, identifier text not null, type_code text not null,
                        state text not null, content text not null);
                    create table plain_audit (id bigserial primary key, at timestamptz not null, caller text not null, holder_code text not null,
                        purpose text, found integer not null)""");
            new ManyLicenses(protection).load(database, LICENSES, HOLDERS);
            new JdbcTemplate(database).execute("create index plain_license_by_holder on plain_license (holder_code)");
        }
        HubClient admin = HubClient.administrator(process.address(), process.home());
        String token = admin.register("asker", Set.of("licenses.read"), Set.of()).token();
        admin.grantEverything("asker", ManyLicenses.TYPE);
        return new Subject("hub", process.address().getPort(), process.handle(), process.postmaster().orElseThrow(), "Bearer " + token);
    }

    private Subject start(String name, Class<?> program, ProcessHandle database, String authorization, String... options) throws IOException {
        int port = TestPostgres.freePort();
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(List.of(JVM));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName(), "--server.port=" + port, "--server.address=127.0.0.1",
                "--spring.config.location=optional:classpath:/none.yaml", "--spring.main.banner-mode=off", "--logging.level.root=WARN",
                "--server.tomcat.max-keep-alive-requests=-1"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile()).start();
        processes.add(process);
        await(name).atMost(Duration.ofSeconds(60)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(folder.resolve(name + ".log")));
            }
            return listens(port);
        });
        return new Subject(name, port, process.toHandle(), database, authorization);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String[] database(String url, HubProcess process, boolean audited) throws IOException {
        return new String[] {"--spring.datasource.url=" + url, "--spring.datasource.username=" + LocalPostgres.APPLICATION_USER,
                "--spring.datasource.password=" + password(process), "--spring.datasource.hikari.maximum-pool-size=16", "--benchmark.audited=" + audited,
                "--benchmark.jwt-key=" + JWT_KEY, "--spring.jpa.open-in-view=false"};
    }

    private static String token() throws JOSEException {
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), new JWTClaimsSet.Builder().subject("asker")
                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(3)))).build());
        jwt.sign(new MACSigner(JWT_KEY));
        return jwt.serialize();
    }

    private static HikariDataSource pool(HubProcess process) throws IOException {
        return TestPostgres.pool(url(process), password(process));
    }

    private static String url(HubProcess process) throws IOException {
        return "jdbc:postgresql://127.0.0.1:" + Files.readAllLines(process.home().resolve("postgres/pgdata/postmaster.pid")).get(3) + "/" + LocalPostgres.DATABASE;
    }

    private static String password(HubProcess process) throws IOException {
        return Files.readString(process.home().resolve("postgres/pg.application.password")).strip();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}

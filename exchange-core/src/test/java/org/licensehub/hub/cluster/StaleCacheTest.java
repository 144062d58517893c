package org.licensehub.hub.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.HubApplication;
import org.licensehub.hub.chaos.HubClient;
import org.licensehub.hub.chaos.Records;
import org.licensehub.store.cache.CachedHolder;
import org.licensehub.store.cache.HolderCache;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.postgres.LocalPostgres;
import org.licensehub.store.postgres.TestPostgres;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.repository.HolderReader;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/**
 * A cache that holds the past, as after a healed partition: the reader of holders alone would answer it, the lookup does not,
 * because the audit record of an answer is committed only at the revision the answer was made from.
 */
@Tag("cluster")
class StaleCacheTest {

    @TempDir
    private static Path home;

    private static ServletWebServerApplicationContext context;
    private static Records records;
    private static HubClient department;
    private static HubClient officer;
    private static HubClient asker;

    @BeforeAll
    static void startHub() throws Exception {
        records = Records.generate(5, 1000);
        LocalPostgres server = TestPostgres.server();
        server.createDatabase("stale_cache");
        Path password = Files.writeString(home.resolve("database.password"), server.applicationPassword());
        Path configuration = Files.writeString(home.resolve("hub.yaml"), """
                server.port: 0
                licensehub:
                  id: hub-stale-cache
                  region: "350205"
                  home: %s
                  issuing.poll-interval: 100ms
                  database:
                    embedded: false
                    url: %s
                    username: %s
                    password-file: %s
                """.formatted(home, server.jdbcUrl("stale_cache"), LocalPostgres.APPLICATION_USER, password));
        context = (ServletWebServerApplicationContext) SpringApplication.run(HubApplication.class,
                "--spring.config.additional-location=" + configuration.toUri());
        URI address = URI.create("http://127.0.0.1:" + context.getWebServer().getPort());
        HubClient admin = HubClient.administrator(address, home);
        Records.Pushed sample = records.taxProofs(1).get(0);
        department = admin.register("department", Set.of("records.push"), Set.of(sample.source()));
        officer = admin.register("officer", Set.of("licenses.manage"), Set.of());
        asker = admin.register("asker", Set.of("licenses.read"), Set.of());
        admin.grantEverything("asker", sample.type().code().value());
    }

    @AfterAll
    static void endHub() {
        if (context != null) {
            context.close();
        }
    }

    @Test
    void lookupNeverAnswersACancelledLicenseFromAStaleCacheThoughTheReaderAloneWould() throws IOException {
        Records.Pushed record = records.taxProofs(1).get(0);
        department.push(record).expect(201);
        JsonNode issued = await().atMost(Duration.ofSeconds(30)).until(() -> lookup(record), found -> !found.isMissingNode());
        HolderCache cache = context.getBean(HolderCache.class);
        HolderKey holder = context.getBean(PersonalData.class).holderKey(record.holderType(), record.holderCode());
        CachedHolder past = cache.get(holder).orElseThrow();
        assertThat(lookup(record).path("from").asText()).isEqualTo("CACHE");

        officer.post("/api/v1/licenses/" + issued.path("identifier").asText() + "/ending",
                Map.of("ending", "CANCELLED", "reason", "注销")).expect(200);
        cache.put(holder, past);

        assertThat(context.getBean(HolderReader.class).read(holder).holder().licenses()).as("the reader alone")
                .extracting(License::state).containsExactly(LicenseState.VALID);
        JsonNode answer = lookup(record);
        assertThat(answer.path("state").asText()).isEqualTo("CANCELLED");
        assertThat(answer.path("standing").asText()).isEqualTo("INVALID");
        assertThat(cache.get(holder)).as("the stale entry was thrown out").hasValueSatisfying(
                entry -> assertThat(entry.revision()).isGreaterThan(past.revision()));
    }

    @Test
    void informationCheckIsNotTakenInByAStaleCacheEither() throws IOException {
        Records.Pushed record = records.taxProofsOf(2, 2).get(1);
        department.push(record).expect(201);
        JsonNode issued = await().atMost(Duration.ofSeconds(30)).until(() -> lookup(record), found -> !found.isMissingNode());
        HolderCache cache = context.getBean(HolderCache.class);
        HolderKey holder = context.getBean(PersonalData.class).holderKey(record.holderType(), record.holderCode());
        CachedHolder past = cache.get(holder).orElseThrow();
        officer.post("/api/v1/licenses/" + issued.path("identifier").asText() + "/suspension", Map.of("reason", "检查")).expect(200);
        cache.put(holder, past);

        JsonNode result = asker.post("/api/v1/verifications/information", Map.of("licenseType", record.type().code().value(),
                "holderCode", record.holderCode(), "holderCodeType", record.holderType(), "fields", record.fields(),
                "elements", HubClient.ELEMENTS)).expect(200).body();
        assertThat(result.path("result").asText()).isEqualTo("SUSPENDED");
    }

    @Test
    void memberThatVanishedWithTheLogLockedDoesNotSilenceTheOthers() throws Exception {
        Records.Pushed record = records.taxProofs(1).get(0);
        HikariDataSource pool = context.getBean(HikariDataSource.class);
        Connection vanished = pool.getConnection();
        try {
            vanished.setAutoCommit(false);
            vanished.createStatement().execute("select size from audit_tree for update");

            asker.lookup(record.holderType(), record.holderCode()).expect(200);

            assertThat(vanished.isValid(1)).as("the server ended the session that held the lock").isFalse();
        } finally {
            pool.evictConnection(vanished);
        }
    }

    private static JsonNode lookup(Records.Pushed record) throws IOException {
        return asker.lookup(record.holderType(), record.holderCode()).expect(200).body().path("licenses").path(0);
    }
}

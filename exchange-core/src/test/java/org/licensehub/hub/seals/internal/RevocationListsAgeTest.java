package org.licensehub.hub.seals.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.access.internal.HubTables;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.SealAuthority.Issuer;
import org.licensehub.store.postgres.TestPostgres;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A list never grows older than it may, as long as the hub runs. */
class RevocationListsAgeTest {

    private static final Instant START = Instant.parse("2026-11-22T09:30:00Z");

    @TempDir
    private Path home;
    private HikariDataSource database;

    @BeforeEach
    void open() {
        database = TestPostgres.freshDatabase();
        HubTables.make(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private RevocationLists at(Instant now) throws IOException {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        HubProperties hub = new Binder(new MapConfigurationPropertySource(Map.of("licensehub.home", home.toString()))).bind("licensehub",
                HubProperties.class).get();
        JdbcTemplate jdbc = new JdbcTemplate(database);
        return new RevocationLists(jdbc, new SealRepository(jdbc, null), HubKeys.loadOrCreate(hub.keys(), hub.id(), hub.name(), clock),
                new TransactionTemplate(new DataSourceTransactionManager(database)), hub, clock);
    }

    private X509CRL file(Issuer issuer) throws IOException, GeneralSecurityException {
        byte[] der = Files.readAllBytes(home.resolve("keys/trust/crl").resolve(RevocationLists.fileName(issuer)));
        return (X509CRL) CertificateFactory.getInstance("X.509", new BouncyCastleProvider()).generateCRL(new ByteArrayInputStream(der));
    }

    @Test
    void everyIssuersListIsMadeAtTheFirstStartAndAnewAfterADay() throws IOException, GeneralSecurityException {
        at(START).renew();
        at(START.plus(Duration.ofHours(23))).renew();
        for (Issuer issuer : Issuer.values()) {
            assertThat(file(issuer).getThisUpdate()).as(issuer.name()).isEqualTo(START);
            assertThat(file(issuer).getNextUpdate()).as(issuer.name()).isEqualTo(START.plus(Duration.ofDays(7)));
        }
        long edition = at(START).edition();
        Instant later = START.plus(Duration.ofHours(25));
        at(later).renew();
        for (Issuer issuer : Issuer.values()) {
            assertThat(file(issuer).getThisUpdate()).as(issuer.name()).isEqualTo(later);
        }
        assertThat(at(later).edition()).isGreaterThan(edition);
    }

    @Test
    void hubThatLostTheKeyOfARootMakesTheListsOfTheOthers() throws IOException {
        at(START);
        Files.delete(home.resolve("keys/makers-root.p12"));
        RevocationLists lists = at(START);
        lists.renew();
        assertThat(lists.newest(Issuer.MAKERS)).isEmpty();
        assertThat(lists.newest()).hasSize(2);
    }
}

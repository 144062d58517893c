package org.licensehub.hub.peering.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.licensehub.hub.HubApplication;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.signing.IssuedKey;
import org.licensehub.signing.KeyIssuer;
import org.licensehub.store.postgres.TestPostgres;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

/** A district hub that pushes to a city hub, both real, with databases and keys of their own. */
final class HubPair implements AutoCloseable {

    static final String DISTRICT = "hub-350205";
    static final String CITY = "hub-350200";
    private static final String PASSWORD = "test-password";

    private final Path home;
    private final KeyIssuer issuer = new KeyIssuer(Clock.systemUTC(), 30);
    private final IssuedKey root = issuer.tlsRoot("test hubs");
    private final int cityPort = TestPostgres.freePort();
    private final int districtPort = TestPostgres.freePort();

    final int cityHttpPort = TestPostgres.freePort();
    final ConfigurableApplicationContext district;
    final ConfigurableApplicationContext city;

    HubPair() throws IOException {
        home = Files.createTempDirectory("licensehub-pair");
        prepare(DISTRICT);
        prepare(CITY);
        city = start(CITY, "350200", cityPort, cityHttpPort, "", """
                      - { id: hub-350205, url: "https://127.0.0.1:%d", delivery: PUSH, region: "350205", public-key: %s }
                """.formatted(districtPort, publicKeyOf(DISTRICT)));
        district = start(DISTRICT, "350205", districtPort, TestPostgres.freePort(), "parent: hub-350200", """
                      - { id: hub-350200, url: "https://127.0.0.1:%d", delivery: PUSH, region: "350200", public-key: %s }
                """.formatted(cityPort, publicKeyOf(CITY)));
    }

    private void prepare(String hub) throws IOException {
        Path keys = Files.createDirectories(home.resolve(hub).resolve("keys"));
        HubKeys.loadOrCreate(keys, hub, hub, Clock.systemUTC());
        Files.writeString(keys.resolve("tls.password"), PASSWORD);
        writeTls(hub, root, keys);
    }

    /** Writes key and trust stores for whoever wants to call under a name. */
    void writeTls(String name, IssuedKey under, Path folder) throws IOException {
        issuer.writeTlsKey(issuer.tlsPeer(under, name, List.of("localhost"), List.of("127.0.0.1")), folder.resolve("tls.p12"),
                PASSWORD.toCharArray(), "tls");
        issuer.writeTlsTrust(List.of(root.certificate()), folder.resolve("tls-trust.p12"), PASSWORD.toCharArray());
    }

    IssuedKey root() {
        return root;
    }

    IssuedKey strangeRoot() {
        return issuer.tlsRoot("strangers");
    }

    String passwordOfStores() {
        return PASSWORD;
    }

    String cityAddress() {
        return "https://127.0.0.1:" + cityPort;
    }

    private Path publicKeyOf(String hub) {
        return home.resolve(hub).resolve("keys/hub.pub.pem");
    }

    private ConfigurableApplicationContext start(String id, String region, int peerPort, int httpPort, String parent, String peers)
            throws IOException {
        Path own = home.resolve(id);
        Path configuration = own.resolve("hub.yaml");
        Files.writeString(configuration, """
                server.port: %d
                licensehub:
                  id: %s
                  name: %s
                  level: %s
                  region: "%s"
                  home: %s
                  database: { port: %d, binaries: %s }
                  issuing: { poll-interval: 100ms }
                  cache: { kind: none }
                  peering:
                    port: %d
                    key-store: %s/keys/tls.p12
                    trust-store: %s/keys/tls-trust.p12
                    password-file: %s/keys/tls.password
                    %s
                    peers:
                """.formatted(httpPort, id, id, region.endsWith("00") ? "CITY" : "DISTRICT", region, own, TestPostgres.freePort(),
                TestPostgres.binaries().toAbsolutePath(), peerPort, own, own, own, parent) + peers);
        return SpringApplication.run(HubApplication.class, "--spring.config.additional-location=" + configuration.toUri());
    }

    static JdbcTemplate database(ConfigurableApplicationContext hub) {
        return hub.getBean(JdbcTemplate.class);
    }

    @Override
    public void close() {
        district.close();
        city.close();
        FileSystemUtils.deleteRecursively(home.toFile());
    }
}

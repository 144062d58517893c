package org.licensehub.hub.seals.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.signing.SesSignature;
import org.licensehub.signing.TimeStampAuthority;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TimeStampsTest {

    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir
    private Path folder;

    private HubKeys keys(String name) throws IOException {
        return HubKeys.loadOrCreate(folder.resolve(name).resolve("keys"), name, name, Clock.systemUTC());
    }

    private HubProperties configured(Map<String, String> timeStamps) {
        Map<String, String> all = new HashMap<>(Map.of("licensehub.id", "hub-350205", "licensehub.name", "x", "licensehub.level", "DISTRICT",
                "licensehub.region", "350205", "licensehub.home", folder.resolve("hub").toString()));
        timeStamps.forEach((key, value) -> all.put("licensehub.seals.time-stamps." + key, value));
        return new Binder(new MapConfigurationPropertySource(all)).bind("licensehub", Bindable.of(HubProperties.class)).get();
    }

    private SesSignature.TimeStamper stamper(HubKeys keys, Map<String, String> timeStamps) {
        return new TimeStamps(keys, configured(timeStamps)).stamper();
    }

    /** A licensed authority, somewhere else, with keys of its own. */
    private HttpServer authority() throws IOException {
        TimeStampAuthority elsewhere = keys("elsewhere").seals().timeStamps();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = elsewhere.answer(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Map<String, String> remote(HttpServer server) {
        return Map.of("from", "remote", "url", "http://127.0.0.1:" + server.getAddress().getPort() + "/", "timeout", "2s");
    }

    private List<Path> trusted(String hub) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(hub).resolve("keys/trust/tsa"))) {
            return files.toList();
        }
    }

    @Test
    void hubStampsByItselfUnlessToldOtherwise() throws IOException {
        HubKeys keys = keys("hub");
        assertThat(stamper(keys, Map.of()).stamp(MESSAGE)).isNotEmpty();
        assertThat(stamper(keys, Map.of("from", "none"))).isNull();
        assertThat(trusted("hub")).hasSize(1);
    }

    /** An empty folder would look like an authority that is away for ever. */
    @Test
    void remoteAuthorityIsBelievedOnceItsCertificateIsInTheFolder() throws IOException {
        HttpServer server = authority();
        try {
            HubKeys untold = keys("hub");
            assertThatThrownBy(() -> stamper(untold, remote(server))).isInstanceOf(IllegalStateException.class).hasMessageContaining("tsa");
            Files.createDirectories(folder.resolve("hub/keys/tsa"));
            Files.copy(trusted("hub").get(0), folder.resolve("hub/keys/tsa/another.pem"));
            SesSignature.TimeStamper unknown = stamper(keys("hub"), remote(server));
            assertThatThrownBy(() -> unknown.stamp(MESSAGE)).isInstanceOf(UncheckedIOException.class);
            Files.copy(trusted("elsewhere").get(0), folder.resolve("hub/keys/tsa/licensed.pem"));

            assertThat(stamper(keys("hub"), remote(server)).stamp(MESSAGE)).isNotEmpty();
            assertThat(trusted("hub")).as("whoever verifies elsewhere is told of both").hasSize(2);
        } finally {
            server.stop(0);
        }
    }

    /** Which the sealing desk takes for an outage, not for a fault of the license. */
    @Test
    void authorityThatIsAwayIsAnOutage() throws IOException {
        HttpServer server = authority();
        keys("elsewhere");
        Files.createDirectories(folder.resolve("hub/keys/tsa"));
        Files.copy(trusted("elsewhere").get(0), folder.resolve("hub/keys/tsa/licensed.pem"));
        SesSignature.TimeStamper away = stamper(keys("hub"), remote(server));
        server.stop(0);
        assertThatThrownBy(() -> away.stamp(MESSAGE)).isInstanceOf(UncheckedIOException.class).hasMessageContaining("时间戳");
    }

    @Test
    void remoteAuthorityWithoutAnAddressStopsTheStart() {
        assertThatThrownBy(() -> configured(Map.of("from", "remote"))).isInstanceOf(BindException.class)
                .hasRootCauseMessage("licensehub.seals.time-stamps.url 未设置 / is not set");
    }
}

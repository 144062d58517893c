package org.licensehub.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.camel.model.DefaultRouteTemplateContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorConfigurationTest {

    @TempDir
    Path folder;

    private final ConnectorRig rig = new ConnectorRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private ConnectorDefinition drop(String id, String... changes) {
        Map<String, String> parameters = new HashMap<>(Map.of("directory", folder.toString(), "source", "s",
                "resource", "r"));
        for (int i = 0; i < changes.length; i += 2) {
            parameters.put(changes[i], changes[i + 1]);
        }
        return new ConnectorDefinition(id, ConnectorTemplates.CSV_DROP_FOLDER, parameters);
    }

    private void refused(ConnectorDefinition definition, String why) {
        assertThatThrownBy(() -> rig.connectors.start(List.of(definition)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
        assertThat(rig.connectors.status()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"charset,UTF-16,charset", "charset,nonsense,nonsense", "complete,maybe,complete", "chunk,0,chunk",
        "chunk,x,chunk", "delay,0,delay", "directory,/a?b,directory", "quietPeriod,soon,quietPeriod", "dierctory,x,dierctory",
        "source,,source"})
    void aParameterThatMakesNoSenseIsNamedAtStart(String name, String value, String named) {
        refused(drop("a", name, value == null ? "" : value), named);
    }

    @ParameterizedTest
    @CsvSource({"200,0.2", "200ms,0.2", "5s,5", "1m30s,90", "1h,3600", "1s500ms,1.5"})
    void durationsAreTakenInTheFormsCamelTakes(String text, double seconds) {
        DefaultRouteTemplateContext context = new DefaultRouteTemplateContext(rig.context);
        context.setParameter("delay", text);

        assertThat(new Parameters(context).duration("delay")).isEqualTo(Duration.ofMillis(Math.round(seconds * 1000)));
        rig.connectors.start(List.of(drop("a", "delay", text)));
    }

    @Test
    void aMissingParameterAnUnknownTemplateAndABadIdAreNamed() {
        refused(new ConnectorDefinition("a", ConnectorTemplates.CSV_DROP_FOLDER, Map.of("source", "s")), "is missing");
        refused(new ConnectorDefinition("a", "fax", Map.of()), "no template fax");
        refused(drop("../a"), "a-z");
    }

    @Test
    void anUnknownDataSourceOrTlsNameAndAStatementInAColumnNameAreRefused() {
        Map<String, String> poll = Map.of("dataSource", "nowhere", "query", "SELECT 1", "keyColumn", "k",
                "revisionColumn", "r", "cursorColumn", "c", "source", "s", "resource", "r");
        refused(new ConnectorDefinition("a", ConnectorTemplates.JDBC_POLL, poll), "dataSource");
        Map<String, String> push = Map.of("peer", "p", "url", "https://127.0.0.1:1/x", "tls", "nowhere");
        refused(new ConnectorDefinition("a", ConnectorTemplates.PEER_PUSH, push), "tls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/x", "https://127.0.0.1/x?y=1", "https://127.0.0.1/x/", "ftp://h/x", "x"})
    void aPeerIsReachedByPlainHttpsOnly(String url) throws Exception {
        rig.tls.put("t", SSLContext.getDefault());
        refused(new ConnectorDefinition("a", ConnectorTemplates.PEER_PUSH, Map.of("peer", "p", "url", url, "tls", "t")), "url");
    }

    @Test
    void twoConnectorsWithOneIdAreRefusedBeforeAnyStarts() {
        assertThatThrownBy(() -> rig.connectors.start(List.of(drop("a"), drop("a"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(rig.connectors.status()).isEmpty();
    }

    @Test
    void connectorsGivenBeforeTheContextStartsStartWithIt() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "sourceKey,revision,x\nk1,1,y\n");
        try (ConnectorRig later = new ConnectorRig(false)) {
            later.connectors.start(List.of(drop("early", "quietPeriod", "0")));
            assertThat(later.sink.accepted()).isEmpty();
            later.context.start();
            ConnectorRig.patiently().until(() -> later.sink.accepted().size() == 1);
        }
    }

    @Test
    void connectorsStartStopAndStartAgain() {
        rig.connectors.start(List.of(drop("a"), drop("drop-folder"), drop("supervision")));
        assertThat(rig.connectors.status()).extracting(ConnectorStatus::state)
                .containsOnly(ConnectorStatus.State.RUNNING).hasSize(3);
        rig.connectors.stop("a");
        rig.connectors.start(List.of(drop("a")));
        assertThat(rig.connectors.status()).extracting(ConnectorStatus::id)
                .containsExactly("drop-folder", "supervision", "a");
        rig.connectors.stop();
        assertThat(rig.connectors.status()).isEmpty();
        assertThat(rig.context.getRoutes()).isEmpty();
        assertThatThrownBy(() -> rig.connectors.stop("a")).isInstanceOf(IllegalArgumentException.class);
    }
}

package org.licensehub.hub.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.licensehub.hub.demo.DemoPlan.Inlet;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.Secrets;
import org.licensehub.signing.IssuedKey;
import org.licensehub.signing.KeyIssuer;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Keys, certificates and the configuration file of each hub, made before the first one starts. */
final class DemoConfiguration {

    private static final int VALIDITY_DAYS = 30;
    private static final List<String> REGIONS = List.of("350000", "350200", "350205", "350206");

    private final Path binaries;
    private final List<DemoSite> sites;

    /** @param binaries folder where the programs of the database servers are unpacked, or will be */
    DemoConfiguration(Path binaries, List<DemoSite> sites) {
        this.binaries = binaries;
        this.sites = sites;
    }

    /** @return the SM2 keys of each hub, whose public parts its neighbours are configured with */
    Map<DemoSite, HubKeys> write(Clock clock) throws IOException {
        KeyIssuer issuer = new KeyIssuer(clock, VALIDITY_DAYS);
        IssuedKey root = issuer.tlsRoot("LicenseHub demo");
        Map<DemoSite, HubKeys> keys = new LinkedHashMap<>();
        for (DemoSite site : sites) {
            Files.createDirectories(site.dropFolder());
            keys.put(site, HubKeys.loadOrCreate(site.keys(), site.id(), site.name(), clock));
            char[] password = Secrets.loadOrCreate(site.keys().resolve("tls.password")).toCharArray();
            issuer.writeTlsKey(issuer.tlsPeer(root, site.id(), List.of(), List.of("127.0.0.1")), site.keys().resolve("tls.p12"), password, "tls");
            issuer.writeTlsTrust(List.of(root.certificate()), site.keys().resolve("tls-trust.p12"), password);
        }
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setAllowUnicode(true);
        options.setWidth(200);
        Secrets.loadOrCreate(DepartmentDatabase.passwordFile(sites.get(0)));
        for (int level = 0; level < sites.size(); level++) {
            Files.writeString(sites.get(level).configuration(), new Yaml(options).dump(settings(level)));
        }
        return keys;
    }

    private Map<String, Object> settings(int level) {
        DemoSite site = sites.get(level);
        Map<String, Object> hub = new LinkedHashMap<>();
        hub.put("id", site.id());
        hub.put("name", site.name());
        hub.put("level", site.level().name());
        hub.put("region", site.region());
        hub.put("regions", REGIONS);
        hub.put("home", site.home().toString());
        hub.put("verify-url", site.url() + "/verify");
        hub.put("database", Map.of("port", site.postgres(), "binaries", binaries.toString(), "pool-size", 16));
        hub.put("issuing", Map.of("threads", level == 0 ? 2 : 1, "poll-interval", "200ms"));
        hub.put("peering", peering(level));
        connectors(site, hub);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("server", Map.of("port", site.http()));
        all.put("licensehub", hub);
        return all;
    }

    /** The district pushes to the city; the province pulls from the city, as if that were behind a firewall. */
    private Map<String, Object> peering(int level) {
        DemoSite site = sites.get(level);
        Map<String, Object> peering = new LinkedHashMap<>();
        peering.put("port", site.tls());
        peering.put("key-store", site.keys().resolve("tls.p12").toString());
        peering.put("trust-store", site.keys().resolve("tls-trust.p12").toString());
        peering.put("password-file", site.keys().resolve("tls.password").toString());
        List<Map<String, Object>> peers = new ArrayList<>();
        if (level + 1 < sites.size()) {
            peering.put("parent", sites.get(level + 1).id());
            peers.add(peer(sites.get(level + 1), level));
        }
        if (level > 0) {
            peers.add(peer(sites.get(level - 1), level - 1));
        }
        peering.put("peers", peers);
        return peering;
    }

    private static Map<String, Object> peer(DemoSite other, int edge) {
        Map<String, Object> peer = new LinkedHashMap<>();
        peer.put("id", other.id());
        peer.put("url", other.peerUrl());
        peer.put("delivery", edge == 0 ? "PUSH" : "PULL");
        peer.put("public-key", other.keys().resolve("hub.pub.pem").toString());
        peer.put("region", other.region());
        return peer;
    }

    private static void connectors(DemoSite site, Map<String, Object> hub) {
        List<Map<String, Object>> connectors = new ArrayList<>();
        for (Inlet inlet : DemoPlan.INLETS) {
            if (inlet.site().equals(site.key())) {
                connectors.add(inlet.way() == DemoPlan.Way.CSV ? dropFolder(site, inlet) : database(inlet));
            }
        }
        hub.put("connectors", connectors);
        if (site.key().equals(DemoSite.DISTRICT)) {
            hub.put("data-sources", Map.of(DepartmentDatabase.NAME, Map.of("url", DepartmentDatabase.url(site), "username", DepartmentDatabase.READER,
                    "password-file", DepartmentDatabase.passwordFile(site).toString())));
        }
    }

    private static Map<String, Object> dropFolder(DemoSite site, Inlet inlet) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("directory", site.dropFolder().toString());
        parameters.put("source", inlet.source());
        parameters.put("resource", inlet.typeCode());
        parameters.put("quietPeriod", "500ms");
        parameters.put("delay", "500ms");
        return Map.of("id", "drop-" + inlet.slug(), "template", "csv-drop-folder", "parameters", parameters);
    }

    private static Map<String, Object> database(Inlet inlet) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("dataSource", DepartmentDatabase.NAME);
        parameters.put("query", DepartmentDatabase.QUERY);
        parameters.put("keyColumn", "source_key");
        parameters.put("revisionColumn", "revision");
        parameters.put("cursorColumn", "changed");
        parameters.put("source", inlet.source());
        parameters.put("resource", inlet.typeCode());
        // one writer, one transaction: nothing can appear behind the cursor
        parameters.put("overlap", "0");
        parameters.put("delay", "500ms");
        parameters.put("longestBackOff", "2s");
        return Map.of("id", "database-" + inlet.slug(), "template", "jdbc-poll", "parameters", parameters);
    }
}

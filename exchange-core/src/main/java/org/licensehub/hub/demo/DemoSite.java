package org.licensehub.hub.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.licensehub.hub.platform.HubProperties;

/**
 * One of the three hubs: who it is and where it lives.
 *
 * @param key its name in the report: district, city or province
 * @param http port of the API, @param tls port for neighbour hubs, @param postgres port of its database; all on 127.0.0.1
 */
record DemoSite(String key, String id, String name, HubProperties.Level level, String region, Path home, int http, int tls, int postgres) {

    static final String DISTRICT = "district";
    static final String CITY = "city";
    static final String PROVINCE = "province";

    /** District, city, province, on ports that are free now. */
    static List<DemoSite> three(Path folder) throws IOException {
        List<Integer> ports = freePorts(9);
        return List.of(
                new DemoSite(DISTRICT, "hub-350205", "海沧区电子证照库", HubProperties.Level.DISTRICT, "350205", folder.resolve("hub-350205"),
                        ports.get(0), ports.get(1), ports.get(2)),
                new DemoSite(CITY, "hub-350200", "厦门市电子证照库", HubProperties.Level.CITY, "350200", folder.resolve("hub-350200"),
                        ports.get(3), ports.get(4), ports.get(5)),
                new DemoSite(PROVINCE, "hub-350000", "福建省电子证照库", HubProperties.Level.PROVINCE, "350000", folder.resolve("hub-350000"),
                        ports.get(6), ports.get(7), ports.get(8)));
    }

    /** All are held open until the last is found, so that none comes twice. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    String url() {
        return "http://127.0.0.1:" + http;
    }

    String peerUrl() {
        return "https://127.0.0.1:" + tls;
    }

    Path configuration() {
        return home.resolve("hub.yaml");
    }

    Path dropFolder() {
        return home.resolve("drop");
    }

    Path keys() {
        return home.resolve("keys");
    }
}

package org.licensehub.hub.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.licensehub.hub.chaos.HubProcess;
import org.licensehub.store.postgres.LocalPostgres;
import org.licensehub.store.postgres.TestPostgres;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Two members of one hub, each in a JVM of its own, known to each other by wires that can be cut. */
final class MemberPair implements AutoCloseable {

    private final List<HubProcess> members = new ArrayList<>();
    private final List<TcpForwarder> wires = new ArrayList<>();
    private final JdbcTemplate database;

    private MemberPair(JdbcTemplate database) {
        this.database = database;
    }

    /** @param home of both; its keys are those of a database of its own, which others could not read */
    static MemberPair start(Path home) throws IOException, SQLException {
        LocalPostgres server = TestPostgres.server();
        String name = "members_" + UUID.randomUUID().toString().replace("-", "");
        server.createDatabase(name);
        MemberPair pair = new MemberPair(new JdbcTemplate(new DriverManagerDataSource(server.jdbcUrl(name), LocalPostgres.APPLICATION_USER,
                server.applicationPassword())));
        Path password = Files.writeString(home.resolve("database.password"), server.applicationPassword());
        int[] ports = {TestPostgres.freePort(), TestPostgres.freePort()};
        for (int port : ports) {
            pair.wires.add(new TcpForwarder(port));
        }
        for (int i = 0; i < ports.length; i++) {
            pair.members.add(HubProcess.at(home, "member-" + (i + 1), """
                    id: hub-350205
                    region: "350205"
                    database:
                      embedded: false
                      url: %s
                      username: %s
                      password-file: %s
                      pool-size: 16
                    issuing:
                      poll-interval: 100ms
                    cache:
                      port: %d
                      members: ["127.0.0.1:%d", "127.0.0.1:%d"]
                    """.formatted(server.jdbcUrl(name), LocalPostgres.APPLICATION_USER, password, ports[i], pair.wires.get(0).port(),
                    pair.wires.get(1).port()),
                    "-Dhazelcast.local.publicAddress=127.0.0.1:" + pair.wires.get(i).port(), "-Dhazelcast.merge.first.run.delay.seconds=2",
                    "-Dhazelcast.merge.next.run.delay.seconds=2", "-Dlogging.level.com.hazelcast.internal.cluster=INFO"));
        }
        // one after the other: the first makes the keys that both use
        pair.members.forEach(HubProcess::start);
        return pair;
    }

    List<HubProcess> members() {
        return members;
    }

    List<TcpForwarder> wires() {
        return wires;
    }

    /** The system of record of both, a connection for each statement. */
    JdbcTemplate database() {
        return database;
    }

    /** Hazelcast writes down each new view of its cluster; the last one counts. */
    void awaitMembersInView(int size) {
        for (HubProcess member : members) {
            await("a view of " + size + " members").atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100))
                    .until(() -> member.logLines().stream().filter(line -> line.contains("Members {size:"))
                            .reduce((first, second) -> second).filter(line -> line.contains("Members {size:" + size)).isPresent());
        }
    }

    @Override
    public void close() throws IOException {
        members.forEach(HubProcess::close);
        for (TcpForwarder wire : wires) {
            wire.close();
        }
    }
}

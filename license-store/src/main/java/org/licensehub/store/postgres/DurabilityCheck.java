package org.licensehub.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks a PostgreSQL server by {@code SHOW} whether an acknowledged commit survives a crash. A hub that finds otherwise
 * refuses to start: an acknowledged push must never be lost.
 */
public final class DurabilityCheck {

    private static final List<String> MUST_BE_ON = List.of("fsync", "full_page_writes", "synchronous_commit");

    private DurabilityCheck() {
    }

    /** The server does not keep what it acknowledges; the message names each wrong setting and what it must be. */
    public static final class NotDurableException extends IllegalStateException {
        NotDurableException(List<String> faults) {
            super("PostgreSQL is not run for real data: " + String.join("; ", faults));
        }
    }

    /**
     * @param connection a connection as the hub will use it (its session settings count)
     * @return the settings as shown, for the start-up log
     * @throws NotDurableException if one of fsync, full_page_writes, synchronous_commit is off
     */
    public static Map<String, String> require(Connection connection) throws SQLException {
        Map<String, String> shown = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        for (String setting : MUST_BE_ON) {
            String value = show(connection, setting);
            shown.put(setting, value);
            boolean weak = value.equals("off") || (setting.equals("synchronous_commit") && value.equals("local") && hasStandby(connection));
            if (weak) {
                faults.add(setting + " is " + value + ", must be on");
            }
        }
        if (!faults.isEmpty()) {
            throw new NotDurableException(faults);
        }
        return shown;
    }

    /** The embedded server must also listen on loopback only and ask for a password. */
    static void requireEmbedded(Connection connection) throws SQLException {
        require(connection);
        List<String> faults = new ArrayList<>();
        String listen = show(connection, "listen_addresses");
        if (!listen.equals("127.0.0.1")) {
            faults.add("listen_addresses is " + listen + ", must be 127.0.0.1");
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select count(*) from pg_hba_file_rules where auth_method not in ('scram-sha-256','reject')")) {
            rows.next();
            if (rows.getInt(1) > 0) {
                faults.add("pg_hba.conf lets somebody in without a password");
            }
        }
        if (!faults.isEmpty()) {
            throw new NotDurableException(faults);
        }
    }

    private static boolean hasStandby(Connection connection) throws SQLException {
        return !show(connection, "synchronous_standby_names").isBlank();
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery("SHOW " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }
}

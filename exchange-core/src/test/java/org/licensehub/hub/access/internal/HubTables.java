package org.licensehub.hub.access.internal;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.licensehub.store.postgres.StoreMigrations;
import org.licensehub.store.postgres.TestPostgres;
import org.springframework.jdbc.core.JdbcTemplate;

/** A fresh database with the tables of a hub, as at its first start. */
public final class HubTables {

    private HubTables() {
    }

    static JdbcTemplate fresh() {
        HikariDataSource pool = TestPostgres.freshDatabase();
        make(pool);
        return new JdbcTemplate(pool);
    }

    /** Makes the tables in an empty database. */
    public static void make(HikariDataSource pool) {
        StoreMigrations.run(pool);
        Flyway.configure().dataSource(pool).locations("classpath:db/migration/hub").table("hub_schema_history").baselineOnMigrate(true)
                .baselineVersion("0").load().migrate();
    }

    static void addCaller(JdbcTemplate jdbc, String clientId) {
        jdbc.update("insert into caller (client_id, name, organisation, scopes, sources, registered_at) values (?, '系统', '局', '{}', '{}', now())",
                clientId);
    }
}

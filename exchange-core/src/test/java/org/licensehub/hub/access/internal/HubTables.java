package org.licensehub.hub.access.internal;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.licensehub.store.postgres.StoreMigrations;
import org.licensehub.store.postgres.TestPostgres;
import org.springframework.jdbc.core.JdbcTemplate;

/** A fresh database with the tables of a hub, as at its first start. */
final class HubTables {

    private HubTables() {
    }

    static JdbcTemplate fresh() {
        HikariDataSource pool = TestPostgres.freshDatabase();
        StoreMigrations.run(pool);
        Flyway.configure().dataSource(pool).locations("classpath:db/migration/hub").table("hub_schema_history").baselineOnMigrate(true)
                .baselineVersion("0").load().migrate();
        return new JdbcTemplate(pool);
    }

    static void addCaller(JdbcTemplate jdbc, String clientId) {
        jdbc.update("insert into caller (client_id, name, organisation, scopes, sources, registered_at) values (?, '系统', '局', '{}', '{}', now())",
                clientId);
    }
}

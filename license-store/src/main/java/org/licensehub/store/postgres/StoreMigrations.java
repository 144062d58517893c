package org.licensehub.store.postgres;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the store's tables to the version this code needs; has its own history table, so that it can grow alone. */
public final class StoreMigrations {

    private StoreMigrations() {
    }

    public static void run(DataSource dataSource) {
        Flyway.configure().dataSource(dataSource).locations("classpath:db/migration/store").table("store_schema_history")
                .baselineOnMigrate(true).baselineVersion("0").load().migrate();
    }
}

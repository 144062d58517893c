package org.licensehub.store.index;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.licensehub.store.postgres.StoreMigrations;
import org.licensehub.store.postgres.TestPostgres;
import org.springframework.jdbc.core.JdbcTemplate;

class PostgresLicenseIndexTest extends LicenseIndexContract {

    private static HikariDataSource database;

    @BeforeAll
    static void migrate() {
        database = TestPostgres.freshDatabase();
        StoreMigrations.run(database);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Override
    protected LicenseIndex index() {
        return new PostgresLicenseIndex(new JdbcTemplate(database));
    }
}

package org.licensehub.hub.platform;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.licensehub.store.postgres.DurabilityCheck;
import org.licensehub.store.postgres.LocalPostgres;
import org.licensehub.store.postgres.StoreMigrations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Scheduled;

/** The system of record: the embedded server or an external one, checked for durability and brought to this version's tables. */
@Configuration
class DatabaseConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseConfiguration.class);

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "licensehub.database.embedded", havingValue = "true", matchIfMissing = true)
    LocalPostgres localPostgres(HubProperties properties) throws IOException {
        Path binaries = Optional.ofNullable(properties.database().binaries()).orElse(properties.home().resolve("postgres-binaries"));
        return LocalPostgres.start(properties.home().resolve("postgres"), binaries, properties.database().port());
    }

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(HubProperties properties, ObjectProvider<LocalPostgres> embedded) throws IOException, SQLException {
        HikariDataSource pool = new HikariDataSource();
        LocalPostgres server = embedded.getIfAvailable();
        if (server == null) {
            pool.setJdbcUrl(properties.database().url());
            pool.setUsername(properties.database().username());
            pool.setPassword(Secrets.read(properties.database().passwordFile()));
        } else {
            pool.setJdbcUrl(server.jdbcUrl(LocalPostgres.DATABASE));
            pool.setUsername(LocalPostgres.APPLICATION_USER);
            pool.setPassword(server.applicationPassword());
        }
        pool.setPoolName("record");
        // the detail of a server error repeats row values, and exceptions end in logs
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.setMaximumPoolSize(properties.database().poolSize());
        pool.setMinimumIdle(2);
        pool.setConnectionTimeout(5_000);
        // a node that is paused or gone in the middle of a transaction may hold the log's lock, and every answer of every node waits for it
        pool.setConnectionInitSql("set idle_in_transaction_session_timeout = '15s'");
        prepare(pool);
        return pool;
    }

    private static void prepare(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            LOG.info("System of record is durable: {}", DurabilityCheck.require(connection));
        }
        StoreMigrations.run(pool);
        Flyway.configure().dataSource(pool).locations("classpath:db/migration/hub").table("hub_schema_history")
                .baselineOnMigrate(true).baselineVersion("0").load().migrate();
    }

    /** Brings the embedded server back if it was killed; requests meanwhile are answered with 503. */
    @Configuration
    @ConditionalOnProperty(name = "licensehub.database.embedded", havingValue = "true", matchIfMissing = true)
    static class Watch {

        private final LocalPostgres server;

        Watch(LocalPostgres server) {
            this.server = server;
        }

        @Scheduled(fixedDelayString = "PT0.5S")
        void revive() throws IOException {
            if (server.reviveIfDead()) {
                LOG.warn("The embedded PostgreSQL had stopped and was started again");
            }
        }
    }
}

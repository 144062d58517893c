package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.HubApplication;
import org.licensehub.hub.seals.LicenseSeals;
import org.licensehub.store.postgres.LocalPostgres;
import org.licensehub.store.postgres.TestPostgres;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** A hub whose authorities must have applied for their seals themselves. */
class SealsRequiredTest {

    @TempDir
    Path home;

    @Test
    void authorityWithoutASealGetsNoneAndIsToldToApplyForOne() throws IOException, SQLException {
        LocalPostgres server = TestPostgres.server();
        server.createDatabase("seals_required");
        Path password = Files.writeString(home.resolve("database.password"), server.applicationPassword());
        Path configuration = Files.writeString(home.resolve("hub.yaml"), """
                server.port: 0
                licensehub:
                  home: %s
                  cache: { kind: none }
                  seals: { provision: required }
                  database: { embedded: false, url: "%s", username: %s, password-file: %s }
                """.formatted(home, server.jdbcUrl("seals_required"), LocalPostgres.APPLICATION_USER, password));
        try (ConfigurableApplicationContext hub = SpringApplication.run(HubApplication.class, "--spring.config.additional-location="
                + configuration.toUri())) {
            LicenseSeals.Choice choice = hub.getBean(TransactionTemplate.class).execute(status ->
                    hub.getBean(LicenseSeals.class).choose("海沧区示例局", Numbers.ofOrganisation()));
            assertThat(choice).isInstanceOfSatisfying(LicenseSeals.None.class, none -> assertThat(none.reason()).contains("请先申领"));
            assertThat(hub.getBean(JdbcTemplate.class).queryForObject("select count(*) from seal", Long.class)).isZero();
        }
    }
}

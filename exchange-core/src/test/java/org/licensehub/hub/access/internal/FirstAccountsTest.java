package org.licensehub.hub.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditLog;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class FirstAccountsTest {

    private static final JdbcTemplate JDBC = HubTables.fresh();

    @TempDir
    Path home;

    private final MovedClock clock = new MovedClock("2026-11-22T04:00:00Z");
    private final Accounts accounts = new Accounts(JDBC, clock);
    private final List<AuditDraft> recorded = new ArrayList<>();
    private Path keys;

    @BeforeEach
    void noAccounts() {
        JDBC.execute("truncate account cascade");
        keys = home.resolve("keys");
    }

    private void start() throws IOException {
        AuditLog log = new AuditLog(null, null) {
            @Override
            public void appendInTransaction(AuditDraft draft) {
                recorded.add(draft);
            }
        };
        new FirstAccounts(accounts, keys, log, new TransactionTemplate(new DataSourceTransactionManager(JDBC.getDataSource()))).run(null);
    }

    private String secret(String username) throws IOException {
        return Files.readString(keys.resolve(username + ".secret"));
    }

    @Test
    void startThatFailedBeforeThePasswordsWereWrittenIsMadeUpForByTheNext() throws IOException {
        Files.writeString(keys, "where the folder should be");
        assertThatThrownBy(this::start).isInstanceOf(UncheckedIOException.class);
        assertThat(JDBC.queryForObject("select count(*) from account", Long.class)).isZero();
        Files.delete(keys);
        start();
        assertThat(accounts.passwordIs("security-admin", secret("security-admin"))).isTrue();
        assertThat(recorded).hasSize(3);
    }

    @Test
    void roleWithoutAnyAccountGetsOneAndTheOthersAreLeftAlone() throws IOException {
        start();
        String kept = secret("audit-admin");
        JDBC.update("delete from account where role = 'SECURITY_ADMIN'");
        start();
        assertThat(accounts.passwordIs("security-admin", secret("security-admin"))).isTrue();
        assertThat(secret("audit-admin")).isEqualTo(kept);
        assertThat(recorded).hasSize(4);
    }

    @Test
    void accountIsRecoveredOnceByAFileOnTheMachine() throws IOException {
        start();
        LoggedInPerson before = new LoggedInPerson("security-admin", accounts.find("security-admin").orElseThrow().credential());
        accounts.replaceOneTimePassword(before, "Forgotten-password-1");
        Files.createFile(keys.resolve("security-admin.recover"));
        Files.createFile(keys.resolve("nobody.recover"));
        start();
        String given = secret("security-admin");
        assertThat(accounts.passwordIs("security-admin", given)).isTrue();
        assertThat(accounts.passwordIs("security-admin", "Forgotten-password-1")).isFalse();
        assertThat(accounts.replaceOneTimePassword(before, "Another-password-1")).isFalse();
        assertThat(recorded.get(3).toString()).contains("recovered", "security-admin");
        start();
        assertThat(secret("security-admin")).isEqualTo(given);
        assertThat(keys.resolve("nobody.secret")).doesNotExist();
    }
}

package org.licensehub.store.repository;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.licensehub.store.index.IndexEntry;
import org.licensehub.store.index.LicenseIndex;
import org.licensehub.store.index.PostgresLicenseIndex;
import org.licensehub.store.model.License;
import org.licensehub.store.postgres.StoreMigrations;
import org.licensehub.store.postgres.TestPostgres;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.MasterKey;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A ledger with its repository and index on a fresh database of a real PostgreSQL. */
final class Ledgers implements AutoCloseable {

    private final HikariDataSource database = TestPostgres.freshDatabase();
    final JdbcTemplate jdbc = new JdbcTemplate(database);
    final TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
    final LicenseRepository licenses = new LicenseRepository(jdbc);
    final LicenseIndex index = new PostgresLicenseIndex(jdbc);
    final PersonalData protection;
    final LicenseLedger ledger;

    Ledgers(Path folder) throws IOException {
        StoreMigrations.run(database);
        protection = new PersonalData(MasterKey.loadOrCreate(Files.createDirectories(folder).resolve("protection.key")));
        ledger = new LicenseLedger(licenses, index, protection, LicenseBuilder.HUB, Clock.systemUTC());
    }

    <T> T inTransaction(Supplier<T> work) {
        return transaction.execute(status -> work.get());
    }

    void inTransaction(Runnable work) {
        transaction.executeWithoutResult(status -> work.run());
    }

    /** A license in the state its builder says, put there by the ledger. */
    License opened(LicenseBuilder builder) {
        License license = builder.build();
        inTransaction(() -> ledger.open(license, "test"));
        return license;
    }

    /** A license that this hub issued. */
    License issued(HolderKey... holders) {
        License pending = opened(LicenseBuilder.aLicense().heldBy(holders));
        return inTransaction(() -> {
            String serial = licenses.nextSerial(2026);
            return ledger.issue(pending, pending.issued("1.2.156.3005.2." + pending.typeCode() + ".11350205DEM0000222." + serial + ".001.X",
                    serial, 1, null, "a".repeat(64), Instant.parse("2026-03-01T09:00:00Z")), "test");
        });
    }

    long revision(HolderKey holder) {
        return licenses.revisions(List.of(holder)).get(holder);
    }

    List<IndexEntry> indexed(HolderKey holder) {
        return index.findByHolder(holder, Set.of(), Optional.empty(), 100);
    }

    @Override
    public void close() {
        database.close();
    }
}

package org.licensehub.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.store.cache.NoHolderCache;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.postgres.StoreMigrations;
import org.licensehub.store.postgres.TestPostgres;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.MasterKey;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.repository.HolderReader;
import org.licensehub.store.repository.IndexRebuild;
import org.licensehub.store.repository.LicenseLedger;
import org.licensehub.store.repository.LicenseRepository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A real Elasticsearch node beside a real PostgreSQL: the record decides, the index only finds. */
@Tag("slow")
class ElasticsearchWithRecordTest {

    private static final HolderKey HOLDER = LicenseIndexContract.holder(7);

    private static TestElasticsearch node;
    private static HikariDataSource database;
    private static PersonalData protection;

    private final LicenseRepository licenses = new LicenseRepository(new JdbcTemplate(database));
    private final ElasticsearchLicenseIndex index = new ElasticsearchLicenseIndex(node.client(), new ElasticsearchIndexSettings("with-record", 1, 0));
    private final LicenseLedger ledger = new LicenseLedger(licenses, index, protection, "hub-1", Clock.systemUTC());
    private final HolderReader reader = new HolderReader(new NoHolderCache(), index, licenses, Clock.systemUTC());
    private final TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(database));

    @BeforeAll
    static void start(@TempDir Path keys) throws IOException {
        node = TestElasticsearch.start();
        database = TestPostgres.freshDatabase();
        StoreMigrations.run(database);
        protection = new PersonalData(MasterKey.loadOrCreate(keys.resolve("key")));
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
        database.close();
    }

    @BeforeEach
    void emptyIndex() {
        index.createIfMissing();
        index.clear();
        new JdbcTemplate(database).update("delete from index_task");
    }

    @Test
    void licenseIsFoundThroughTheQueueBeforeItIsIndexedAndThroughTheIndexAfterwards() {
        License issued = issue(HOLDER);
        assertThat(index.count()).isZero();
        assertThat(read(HOLDER)).extracting(License::id).contains(issued.id());

        transaction.executeWithoutResult(status -> ledger.indexQueued(100));

        assertThat(licenses.awaitingIndex(HOLDER)).isEmpty();
        assertThat(read(HOLDER)).extracting(License::id).contains(issued.id());
    }

    @Test
    void cancelledLicenseThatTheIndexStillCallsValidIsReadAsCancelled() {
        HolderKey holder = LicenseIndexContract.holder(8);
        License issued = issue(holder);
        transaction.executeWithoutResult(status -> ledger.indexQueued(100));
        transaction.executeWithoutResult(status -> ledger.move(issued.id(), LicenseState.CANCELLED, "test", "wanted"));

        assertThat(index.findByHolder(holder, Set.of(), Optional.empty(), 10)).extracting(IndexEntry::state)
                .containsExactly(LicenseState.VALID);
        assertThat(read(holder)).extracting(License::state).containsExactly(LicenseState.CANCELLED);
    }

    @Test
    void rebuiltIndexFindsEverythingThatWasIssued() {
        List<License> issued = IntStream.range(0, 1001).mapToObj(i -> issue(LicenseIndexContract.holder(100 + i))).toList();
        index.clear();

        long indexed = new IndexRebuild(licenses, index).run(done -> { });

        assertThat(indexed).isGreaterThanOrEqualTo(issued.size());
        assertThat(index.findByHolder(LicenseIndexContract.holder(1100), Set.of(), Optional.empty(), 10)).extracting(IndexEntry::licenseId)
                .containsExactly(issued.get(1000).id());
    }

    private List<License> read(HolderKey holder) {
        return reader.read(holder).holder().licenses();
    }

    private License issue(HolderKey holder) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        UUID id = UUID.randomUUID();
        License pending = new License(id, null, null, 1, LicenseIndexContract.TYPE, 1, "350205", "11350205DEM0000222", "hub-1", "test",
                id.toString().getBytes(StandardCharsets.US_ASCII), 1, LicenseState.PENDING_SEAL, null, null, null,
                new LicenseContents(protection).protect(Map.of("a", "b")), null, null, List.of(holder), 1, now, now);
        return transaction.execute(status -> {
            ledger.open(pending, "test");
            return ledger.issue(pending, pending.issued("1.2.3." + id, "1", 1, null, "0".repeat(64), now), "test");
        });
    }
}

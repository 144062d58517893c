package org.licensehub.store.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.licensehub.store.repository.LicenseBuilder.aHolder;
import static org.licensehub.store.repository.LicenseBuilder.aLicense;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.protection.HolderKey;
import org.springframework.dao.DuplicateKeyException;

class LicenseRepositoryTest {

    private static final UUID LOWEST = new UUID(0, 0);

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private Ledgers store;

    @BeforeEach
    void open() throws IOException {
        store = new Ledgers(folder);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        store.close();
    }

    @Test
    void licenseIsReadBackAsItWasWritten() {
        License license = store.opened(aLicense().heldBy(aHolder(), aHolder()));
        assertThat(store.licenses.find(license.id())).get().usingRecursiveComparison().isEqualTo(license);
    }

    @Test
    void sameRevisionOfASourceKeyIsThereOnce() {
        LicenseBuilder record = aLicense();
        store.opened(record);
        assertThatThrownBy(() -> store.opened(record.withId(UUID.randomUUID()))).isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void rowThatChangedMeanwhileIsNotOverwritten() {
        License license = store.opened(aLicense());
        assertThat(store.licenses.update(license.withState(LicenseState.DRAFT, Instant.EPOCH))).isTrue();
        assertThat(store.licenses.update(license.withState(LicenseState.DRAFT, Instant.EPOCH))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 51, 999, 1001})
    void everyWaitingLicenseIsReadByPagingToTheEnd(int count) {
        // two rows in three share their creation time with another: the id decides
        Instant start = Instant.parse("2026-03-01T08:00:00Z");
        Set<UUID> written = new HashSet<>();
        store.inTransaction(() -> {
            for (int i = 0; i < count; i++) {
                License license = aLicense().in(LicenseState.PENDING_REVIEW).createdAt(start.plusSeconds(i / 3)).build();
                store.ledger.open(license, "test");
                written.add(license.id());
            }
        });

        List<UUID> read = new ArrayList<>();
        List<License> page;
        Instant afterTime = Instant.EPOCH;
        UUID afterId = LOWEST;
        do {
            page = store.licenses.findByState(LicenseState.PENDING_REVIEW, afterTime, afterId, 50);
            page.forEach(license -> read.add(license.id()));
            if (!page.isEmpty()) {
                afterTime = page.get(page.size() - 1).createdAt();
                afterId = page.get(page.size() - 1).id();
            }
        } while (page.size() == 50);

        assertThat(read).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(written);
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 51, 999, 1001})
    void everyIssuedLicenseIsComparedAndWalkedOnce(int count) {
        store.inTransaction(() -> {
            for (int i = 0; i < count; i++) {
                store.licenses.insert(aLicense().in(LicenseState.VALID).build());
            }
        });

        List<String> compared = new ArrayList<>();
        List<LicenseDigest> digests;
        do {
            digests = store.licenses.digestsAfter(LicenseBuilder.HUB, compared.isEmpty() ? "" : compared.get(compared.size() - 1), 50);
            digests.forEach(digest -> compared.add(digest.identifier()));
        } while (digests.size() == 50);
        List<UUID> walked = new ArrayList<>();
        List<License> page;
        do {
            page = store.licenses.findIssuedAfter(walked.isEmpty() ? LOWEST : walked.get(walked.size() - 1), 50);
            page.forEach(license -> walked.add(license.id()));
        } while (page.size() == 50);

        assertThat(compared).hasSize(count).doesNotHaveDuplicates().isSorted();
        assertThat(walked).hasSize(count).doesNotHaveDuplicates();
    }

    @Test
    void twoWorkersNeverClaimTheSameLicense() throws Exception {
        Set<UUID> waiting = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(store.opened(aLicense()).id());
        }
        CountDownLatch bothHold = new CountDownLatch(2);
        List<Future<List<UUID>>> claims = new ArrayList<>();
        for (int worker = 0; worker < 2; worker++) {
            claims.add(threads.submit(() -> store.inTransaction(() -> {
                List<UUID> claimed = store.licenses.claim(LicenseState.PENDING_SEAL, 8).stream().map(License::id).toList();
                arriveAndWait(bothHold);
                return claimed;
            })));
        }
        List<UUID> claimed = new ArrayList<>(claims.get(0).get());
        claimed.addAll(claims.get(1).get());

        assertThat(claimed).hasSize(16).doesNotHaveDuplicates().isSubsetOf(waiting);
        assertThat(store.inTransaction(() -> store.licenses.claim(LicenseState.PENDING_SEAL, 50))).as("left by both").hasSize(20);
    }

    @Test
    void ofTwoTransactionsThatWantOnePlaceOneGetsIt() throws Exception {
        HolderKey holder = aHolder();
        License first = store.opened(aLicense().heldBy(holder));
        License second = store.opened(aLicense().heldBy(holder));
        CountDownLatch occupied = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        Future<Boolean> winner = threads.submit(() -> store.inTransaction(() -> {
            boolean got = store.licenses.occupy(first.typeCode(), List.of(holder), first.id());
            occupied.countDown();
            arriveAndWait(mayCommit, false);
            return got;
        }));
        assertThat(occupied.await(10, TimeUnit.SECONDS)).isTrue();
        Future<Boolean> loser = threads.submit(() -> store.inTransaction(
                () -> store.licenses.occupy(second.typeCode(), List.of(holder), second.id())));
        awaitOneBlocked();
        mayCommit.countDown();

        assertThat(winner.get()).isTrue();
        assertThat(loser.get()).isFalse();
        assertThat(store.licenses.occupants(first.typeCode(), List.of(holder))).contains(first.id());
    }

    @Test
    void placeOfATransactionThatRollsBackGoesToTheOneThatWaited() throws Exception {
        HolderKey holder = aHolder();
        License first = store.opened(aLicense().heldBy(holder));
        License second = store.opened(aLicense().heldBy(holder));
        CountDownLatch occupied = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        threads.submit(() -> store.transaction.executeWithoutResult(status -> {
            store.licenses.occupy(first.typeCode(), List.of(holder), first.id());
            occupied.countDown();
            arriveAndWait(mayEnd, false);
            status.setRollbackOnly();
        }));
        assertThat(occupied.await(10, TimeUnit.SECONDS)).isTrue();
        Future<Boolean> waiting = threads.submit(() -> store.inTransaction(
                () -> store.licenses.occupy(second.typeCode(), List.of(holder), second.id())));
        awaitOneBlocked();
        mayEnd.countDown();

        assertThat(waiting.get()).isTrue();
        assertThat(store.licenses.occupants(first.typeCode(), List.of(holder))).contains(second.id());
    }

    @Test
    void licenseOfTwoHoldersNeedsThePlaceOfBoth() {
        HolderKey husband = aHolder();
        HolderKey wife = aHolder();
        License earlier = store.opened(aLicense().heldBy(wife));
        License later = store.opened(aLicense().heldBy(husband, wife));
        assertThat(store.inTransaction(() -> store.licenses.occupy(LicenseBuilder.TYPE, List.of(wife), earlier.id()))).isTrue();
        assertThat(store.inTransaction(() -> store.licenses.occupy(LicenseBuilder.TYPE, later.holders(), later.id()))).isFalse();
        assertThat(store.licenses.occupants(LicenseBuilder.TYPE, List.of(wife))).contains(earlier.id());
    }

    @Test
    void serialsAreNeverGivenTwiceEvenAfterARollback() {
        String lost = store.transaction.execute(status -> {
            status.setRollbackOnly();
            return store.licenses.nextSerial(2026);
        });
        assertThat(store.licenses.nextSerial(2026)).matches("2026\\d{10}").isNotEqualTo(lost);
    }

    @Test
    void concurrentChangesRaiseARevisionOnceEach() throws Exception {
        HolderKey husband = aHolder();
        HolderKey wife = aHolder();
        List<Future<?>> changes = new ArrayList<>();
        for (int worker = 0; worker < 2; worker++) {
            List<HolderKey> order = worker == 0 ? List.of(husband, wife) : List.of(wife, husband);
            changes.add(threads.submit(() -> {
                for (int i = 0; i < 50; i++) {
                    store.inTransaction(() -> store.licenses.raiseRevisions(order));
                }
            }));
        }
        for (Future<?> change : changes) {
            change.get();
        }
        assertThat(store.revision(husband)).isEqualTo(100);
        assertThat(store.revision(wife)).isEqualTo(100);
    }

    private void awaitOneBlocked() {
        await("a transaction that waits for a lock").atMost(Duration.ofSeconds(10)).until(() -> store.jdbc.queryForObject(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'", Integer.class) == 1);
    }

    private static void arriveAndWait(CountDownLatch latch) {
        arriveAndWait(latch, true);
    }

    private static void arriveAndWait(CountDownLatch latch, boolean arrive) {
        if (arrive) {
            latch.countDown();
        }
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The other side did not come");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package org.licensehub.store.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.licensehub.store.repository.LicenseBuilder.aHolder;
import static org.licensehub.store.repository.LicenseBuilder.aLicense;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.store.index.IndexEntry;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.protection.HolderKey;

class LicenseLedgerTest {

    @TempDir
    private static Path folder;

    private static Ledgers store;

    @BeforeAll
    static void open() throws IOException {
        store = new Ledgers(folder);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void legalMoveIsStoredWithItsHistoryAndAnEncryptedReason() {
        License issued = store.issued(aHolder());

        MoveResult result = move(issued.id(), LicenseState.SUSPENDED, "示例人申请暂停");

        License stored = store.licenses.find(issued.id()).orElseThrow();
        assertThat(result).isEqualTo(new MoveResult.Moved(((MoveResult.Moved) result).license()));
        assertThat(stored.state()).isEqualTo(LicenseState.SUSPENDED);
        assertThat(stored.rowVersion()).isEqualTo(issued.rowVersion() + 1);
        List<LicenseEvent> events = store.licenses.events(issued.id());
        assertThat(events).extracting(LicenseEvent::to)
                .containsExactly(LicenseState.PENDING_SEAL, LicenseState.VALID, LicenseState.SUSPENDED);
        LicenseEvent last = events.get(2);
        assertThat(store.ledger.reasonOf(last)).contains("示例人申请暂停");
        assertThat(new String(last.protectedReason(), StandardCharsets.UTF_8)).doesNotContain("示例人");
    }

    @Test
    void illegalMoveIsRefusedAndChangesNothing() {
        HolderKey holder = aHolder();
        License issued = store.issued(holder);
        move(issued.id(), LicenseState.CANCELLED, "不再需要");
        long revision = store.revision(holder);

        assertThat(move(issued.id(), LicenseState.VALID, "反悔"))
                .isEqualTo(new MoveResult.Illegal(LicenseState.CANCELLED, LicenseState.VALID));
        assertThat(store.licenses.find(issued.id()).orElseThrow().state()).isEqualTo(LicenseState.CANCELLED);
        assertThat(store.licenses.events(issued.id())).hasSize(3);
        assertThat(store.revision(holder)).isEqualTo(revision);
    }

    @Test
    void licenseOfAnotherHubIsNotMovedHere() {
        License foreign = aLicense().from("hub-350200").in(LicenseState.VALID).build();
        store.inTransaction(() -> store.ledger.receive(List.of(foreign), "peer:hub-350200"));

        assertThat(move(foreign.id(), LicenseState.CANCELLED, "错误")).isEqualTo(new MoveResult.NotOurs("hub-350200"));
        assertThat(store.licenses.find(foreign.id()).orElseThrow().state()).isEqualTo(LicenseState.VALID);
    }

    @Test
    void unknownLicenseIsNotFound() {
        assertThat(move(UUID.randomUUID(), LicenseState.CANCELLED, "无")).isEqualTo(new MoveResult.NotFound());
    }

    @Test
    void onlyALicenseThatWaitsForItsSealIsIssued() {
        License draft = store.opened(aLicense().in(LicenseState.DRAFT));
        assertThatThrownBy(() -> store.inTransaction(() -> store.ledger.issue(draft, draft, "test")))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("DRAFT");
    }

    @Test
    void rolledBackMoveLeavesNoTrace() {
        HolderKey holder = aHolder();
        License issued = store.issued(holder);
        long revision = store.revision(holder);
        store.transaction.executeWithoutResult(status -> {
            store.ledger.move(issued.id(), LicenseState.CANCELLED, "test", null);
            status.setRollbackOnly();
        });
        assertThat(store.licenses.find(issued.id()).orElseThrow().state()).isEqualTo(LicenseState.VALID);
        assertThat(store.revision(holder)).isEqualTo(revision);
        assertThat(store.indexed(holder)).extracting(IndexEntry::state).containsExactly(LicenseState.VALID);
    }

    @Test
    void returnedDraftIsHandedInAgainWithNewContentAndHolders() {
        HolderKey wrong = aHolder();
        HolderKey right = aHolder();
        License draft = store.opened(aLicense().in(LicenseState.DRAFT).heldBy(wrong));
        License corrected = aLicense().heldBy(right).withContent((byte) 9).build();

        MoveResult result = store.inTransaction(() -> store.ledger.resubmit(draft.id(), corrected, LicenseState.PENDING_REVIEW, "department"));

        assertThat(result).isInstanceOf(MoveResult.Moved.class);
        License stored = store.licenses.find(draft.id()).orElseThrow();
        assertThat(stored.state()).isEqualTo(LicenseState.PENDING_REVIEW);
        assertThat(stored.holders()).containsExactly(right);
        assertThat(stored.protectedContent()).containsExactly(9);
        assertThat(stored.sourceKeyDigest()).isEqualTo(draft.sourceKeyDigest());
        assertThat(stored.rowVersion()).isEqualTo(2);
    }

    @Test
    void issuedLicenseCannotBeCorrectedInPlace() {
        License issued = store.issued(aHolder());
        MoveResult result = store.inTransaction(() -> store.ledger.resubmit(issued.id(), aLicense().withContent((byte) 9).build(),
                LicenseState.PENDING_REVIEW, "department"));
        assertThat(result).isEqualTo(new MoveResult.Illegal(LicenseState.VALID, LicenseState.PENDING_REVIEW));
        assertThat(store.licenses.find(issued.id()).orElseThrow().protectedContent()).isEqualTo(issued.protectedContent());
    }

    @Test
    void receivedLicenseIsTakenWhenNewAndIgnoredWhenEqualOrOlder() {
        HolderKey holder = aHolder();
        LicenseBuilder foreign = aLicense().from("hub-350200").heldBy(holder);
        License first = foreign.in(LicenseState.VALID).rowVersion(2).build();
        License cancelled = foreign.in(LicenseState.CANCELLED).rowVersion(4).build();
        License between = foreign.in(LicenseState.SUSPENDED).rowVersion(3).build();

        assertThat(receive(first)).isTrue();
        assertThat(receive(first)).as("delivered twice").isFalse();
        assertThat(receive(cancelled)).isTrue();
        long revision = store.revision(holder);
        assertThat(receive(between)).as("overtaken on the way").isFalse();

        assertThat(store.licenses.find(first.id()).orElseThrow().state()).isEqualTo(LicenseState.CANCELLED);
        assertThat(store.revision(holder)).isEqualTo(revision).isEqualTo(2);
        assertThat(store.licenses.events(first.id())).extracting(LicenseEvent::to).containsExactly(LicenseState.VALID, LicenseState.CANCELLED);
        assertThat(store.indexed(holder)).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(LicenseState.CANCELLED);
            assertThat(entry.rowVersion()).isEqualTo(4);
        });
    }

    @Test
    void everyChangeOfAnIssuedLicenseRaisesTheRevisionOfEachHolder() {
        HolderKey husband = aHolder();
        HolderKey wife = aHolder();
        HolderKey stranger = aHolder();
        License issued = store.issued(husband, wife);
        long revision = 1;
        assertThat(store.revision(husband)).isEqualTo(revision);
        for (LicenseState next : List.of(LicenseState.SUSPENDED, LicenseState.VALID, LicenseState.SUSPENDED, LicenseState.CANCELLED)) {
            move(issued.id(), next, "变更");
            revision++;
            assertThat(store.revision(husband)).as(next.name()).isEqualTo(revision);
            assertThat(store.revision(wife)).as(next.name()).isEqualTo(revision);
        }
        assertThat(store.revision(stranger)).isZero();
    }

    @Test
    void whatIsNotIssuedIsNeitherIndexedNorRevised() {
        HolderKey holder = aHolder();
        License pending = store.opened(aLicense().in(LicenseState.PENDING_REVIEW).heldBy(holder));
        move(pending.id(), LicenseState.DRAFT, "退回");
        assertThat(store.indexed(holder)).isEmpty();
        assertThat(store.revision(holder)).isZero();
    }

    @Test
    void indexFollowsEveryMoveInTheSameTransaction() {
        HolderKey husband = aHolder();
        HolderKey wife = aHolder();
        License issued = store.issued(husband, wife);
        for (LicenseState next : List.of(LicenseState.SUSPENDED, LicenseState.VALID, LicenseState.REVOKED)) {
            move(issued.id(), next, "变更");
            License stored = store.licenses.find(issued.id()).orElseThrow();
            for (HolderKey holder : List.of(husband, wife)) {
                assertThat(store.indexed(holder)).containsExactly(new IndexEntry(holder, stored.id(), stored.identifier(), stored.typeCode(),
                        stored.areaCode(), next, stored.rowVersion()));
            }
        }
    }

    @Test
    void endedLicenseGivesUpItsExclusivePlaceToTheVersionThatTakesOver() {
        HolderKey holder = aHolder();
        License first = store.issued(holder);
        License second = store.issued(holder);
        assertThat(store.inTransaction(() -> store.licenses.occupy(first.typeCode(), List.of(holder), first.id()))).isTrue();

        move(first.id(), LicenseState.CHANGED, null);
        assertThat(store.inTransaction(() -> store.licenses.occupy(first.typeCode(), List.of(holder), second.id()))).isTrue();
        assertThat(store.licenses.occupants(first.typeCode(), List.of(holder))).contains(second.id());

        move(second.id(), LicenseState.CANCELLED, "注销");
        assertThat(store.licenses.occupants(first.typeCode(), List.of(holder))).isEmpty();
    }

    private static MoveResult move(UUID id, LicenseState to, String reason) {
        return store.inTransaction(() -> store.ledger.move(id, to, "test", reason));
    }

    private static boolean receive(License license) {
        return store.inTransaction(() -> store.ledger.receive(List.of(license), "peer:hub-350200")).get(0);
    }
}

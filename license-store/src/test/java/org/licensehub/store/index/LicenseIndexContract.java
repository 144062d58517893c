package org.licensehub.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.protection.HolderKey;

/** What every adapter of {@link LicenseIndex} must do; an adapter's test only says how to make one. */
public abstract class LicenseIndexContract {

    protected static final String TYPE = "11350000DEM000030A001";
    protected static final String OTHER_TYPE = "11350000DEM000030A002";

    /** @return the adapter under test on real storage; entries of earlier tests may be left in it */
    protected abstract LicenseIndex index();

    @BeforeEach
    void startEmpty() {
        index().clear();
        index().refresh();
    }

    @Test
    void whatWasPutIsFoundByItsHolderOnly() {
        IndexEntry entry = entry(holder(1), TYPE, 1);
        put(entry, entry(holder(2), TYPE, 1));

        assertThat(find(holder(1))).containsExactly(entry);
        assertThat(find(holder(3))).isEmpty();
    }

    @Test
    void licenseWithTwoHoldersIsFoundByBoth() {
        UUID license = UUID.randomUUID();
        put(entry(holder(1), license, TYPE, LicenseState.VALID, 1), entry(holder(2), license, TYPE, LicenseState.VALID, 1));

        assertThat(find(holder(1))).extracting(IndexEntry::licenseId).containsExactly(license);
        assertThat(find(holder(2))).extracting(IndexEntry::licenseId).containsExactly(license);
    }

    @Test
    void typesNarrowTheSearch() {
        IndexEntry wanted = entry(holder(1), TYPE, 1);
        put(wanted, entry(holder(1), OTHER_TYPE, 1));

        assertThat(index().findByHolder(holder(1), Set.of(TYPE), Optional.empty(), 10)).containsExactly(wanted);
        assertThat(index().findByHolder(holder(1), Set.of(TYPE, OTHER_TYPE), Optional.empty(), 10)).hasSize(2);
        assertThat(index().findByHolder(holder(1), Set.of("none"), Optional.empty(), 10)).isEmpty();
    }

    @Test
    void newerRowVersionReplacesAndOlderOneIsIgnored() {
        UUID license = UUID.randomUUID();
        put(entry(holder(1), license, TYPE, LicenseState.VALID, 2));
        put(entry(holder(1), license, TYPE, LicenseState.CANCELLED, 3));
        put(entry(holder(1), license, TYPE, LicenseState.VALID, 1));

        assertThat(find(holder(1))).singleElement().satisfies(found -> {
            assertThat(found.state()).isEqualTo(LicenseState.CANCELLED);
            assertThat(found.rowVersion()).isEqualTo(3);
        });
    }

    @Test
    void puttingTheSameEntryAgainChangesNothing() {
        IndexEntry entry = entry(holder(1), TYPE, 1);
        put(entry);
        put(entry);

        assertThat(find(holder(1))).containsExactly(entry);
        assertThat(index().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 51, 999, 1001})
    void everyEntryIsReadByPagingToTheEnd(int entries) {
        List<IndexEntry> all = IntStream.range(0, entries).mapToObj(i -> entry(holder(1), TYPE, 1)).toList();
        index().put(all);
        index().refresh();

        List<UUID> read = new ArrayList<>();
        Optional<UUID> after = Optional.empty();
        List<IndexEntry> page;
        do {
            page = index().findByHolder(holder(1), Set.of(), after, 50);
            page.forEach(entry -> read.add(entry.licenseId()));
            after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1).licenseId());
        } while (page.size() == 50);

        assertThat(read).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all.stream().map(IndexEntry::licenseId).toList());
    }

    @Test
    void severalHoldersAreAskedAtOnceAndToTheEnd() {
        List<IndexEntry> many = IntStream.range(0, 1001).mapToObj(i -> entry(holder(1), TYPE, 1)).toList();
        IndexEntry other = entry(holder(2), OTHER_TYPE, 1);
        index().put(many);
        put(other, entry(holder(4), TYPE, 1));
        index().refresh();

        assertThat(index().findByHolders(List.of(holder(1), holder(2), holder(3)))).hasSize(1002).containsAll(many).contains(other);
        assertThat(index().findByHolders(List.of())).isEmpty();
    }

    @Test
    void clearForgetsEverything() {
        put(entry(holder(1), TYPE, 1));
        index().clear();
        index().refresh();

        assertThat(index().count()).isZero();
        assertThat(find(holder(1))).isEmpty();
    }

    protected static HolderKey holder(int number) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) number;
        bytes[31] = (byte) (number >> 8);
        return new HolderKey(bytes);
    }

    protected static IndexEntry entry(HolderKey holder, String type, long rowVersion) {
        return entry(holder, UUID.randomUUID(), type, LicenseState.VALID, rowVersion);
    }

    protected static IndexEntry entry(HolderKey holder, UUID license, String type, LicenseState state, long rowVersion) {
        return new IndexEntry(holder, license, "1.2.156.3005.2." + type + "." + license, type, "350205", state, rowVersion);
    }

    private void put(IndexEntry... entries) {
        index().put(List.of(entries));
        index().refresh();
    }

    private List<IndexEntry> find(HolderKey holder) {
        return index().findByHolder(holder, Set.of(), Optional.empty(), 100);
    }
}

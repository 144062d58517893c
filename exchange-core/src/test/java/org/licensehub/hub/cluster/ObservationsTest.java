package org.licensehub.hub.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The judge of the cluster test must be able to say no. */
class ObservationsTest {

    private final Observations seen = new Observations();

    @Test
    void readThatStartedAfterTheAcknowledgementAndShowsTheOldStateIsFound() {
        seen.moveStarts("a");
        seen.acknowledged("a", "CANCELLED");
        read("VALID", System.nanoTime());
        read("CANCELLED", System.nanoTime());

        assertThat(seen.staleReads()).singleElement().asString().contains("VALID").endsWith("instead of CANCELLED");
        assertThat(seen.readsAfterCancellation()).isEqualTo(2);
    }

    @Test
    void readThatOverlapsTheMoveMayShowEither() {
        long before = System.nanoTime();
        seen.moveStarts("a");
        long during = System.nanoTime();
        seen.acknowledged("a", "SUSPENDED");
        read("VALID", before);
        read("VALID", during);
        read("SUSPENDED", during);

        assertThat(seen.staleReads()).isEmpty();
    }

    @Test
    void stateThatEndedDuringTheReadProvesNothing() {
        seen.moveStarts("a");
        seen.acknowledged("a", "SUSPENDED");
        long start = System.nanoTime();
        seen.moveStarts("a");
        seen.acknowledged("a", "VALID");
        read("VALID", start);

        assertThat(seen.staleReads()).isEmpty();
    }

    private void read(String state, long start) {
        seen.read(new Observations.Read("member-1", "a", state, "CACHE", start, System.nanoTime()));
    }
}

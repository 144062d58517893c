package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;

/** Every test class of the running hub ends with a search of all logs for every personal number used so far. */
interface KeepsNumbersOutOfLogs {

    @AfterAll
    static void noLogLineHoldsAnIdNumber() {
        assertThat(RunningHub.hub().leakedIntoLogs()).isEmpty();
    }
}

package org.licensehub.hub.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;

class BodyRoomTest {

    private static final int LONGEST = 200_000;

    private final MovedClock clock = new MovedClock("2026-11-22T04:00:00Z");
    private final BodyRoom room = new BodyRoom(LONGEST, clock);

    private BodyRoom.Held holding(String caller, int bytes) throws IOException {
        BodyRoom.Held held = room.forBodyOf(caller);
        try {
            assertThat(held.read(new ByteArrayInputStream(new byte[bytes]), -1)).hasSize(bytes);
            return held;
        } catch (ProblemException e) {
            held.close();
            throw e;
        }
    }

    private static ProblemType typeOf(Throwable problem) {
        return ((ProblemException) problem).type();
    }

    @Test
    void bodiesInTheNameOfOneCallerLeaveRoomForOthers() throws IOException {
        List<BodyRoom.Held> all = new ArrayList<>();
        assertThatThrownBy(() -> {
            for (int i = 0; i < 100; i++) {
                all.add(holding("attacked", 1));
            }
        }).satisfies(e -> assertThat(typeOf(e)).isEqualTo(ProblemType.TOO_MANY_REQUESTS));
        holding("other", LONGEST).close();
        all.forEach(BodyRoom.Held::close);
        holding("attacked", LONGEST).close();
    }

    @Test
    void allTogetherAreBoundedAndRoomThatWasGivenBackIsTakenAgain() {
        for (int round = 0; round < 3; round++) {
            List<BodyRoom.Held> all = new ArrayList<>();
            assertThatThrownBy(() -> {
                for (int i = 0; i < 100; i++) {
                    all.add(holding("caller-" + i, LONGEST));
                }
            }).satisfies(e -> assertThat(typeOf(e)).isEqualTo(ProblemType.TOO_MANY_REQUESTS));
            assertThat(all).hasSize(8);
            all.forEach(BodyRoom.Held::close);
        }
    }

    @Test
    void bodyThatComesDropByDropIsGivenUp() {
        InputStream dripping = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("read in parts");
            }

            @Override
            public int read(byte[] part, int from, int length) {
                clock.move(Duration.ofSeconds(1));
                part[from] = 1;
                return 1;
            }
        };
        try (BodyRoom.Held held = room.forBodyOf("caller")) {
            assertThatThrownBy(() -> held.read(dripping, -1)).satisfies(e -> assertThat(typeOf(e)).isEqualTo(ProblemType.TOO_SLOW));
        }
    }

    @Test
    void bodyThatIsTooLongIsRefusedWhetherAnnouncedOrNot() {
        try (BodyRoom.Held held = room.forBodyOf("caller")) {
            assertThatThrownBy(() -> held.read(InputStream.nullInputStream(), LONGEST + 1)).satisfies(e -> assertThat(typeOf(e)).isEqualTo(ProblemType.TOO_LARGE));
            assertThatThrownBy(() -> held.read(new ByteArrayInputStream(new byte[LONGEST + 1]), -1))
                    .satisfies(e -> assertThat(typeOf(e)).isEqualTo(ProblemType.TOO_LARGE));
        }
    }
}

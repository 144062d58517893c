package org.licensehub.hub.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Room for strangers' files: bytes that came, and not for ever. */
class UploadRoomTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final Instant NOW = Instant.parse("2026-11-22T11:00:00Z");

    private final UploadRoom room = new UploadRoom(4 * MEBIBYTE, 2 * MEBIBYTE, Clock.fixed(NOW, ZoneOffset.UTC));

    private static ByteArrayInputStream body(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return new ByteArrayInputStream(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 200_000, 2 * MEBIBYTE})
    void fileComesOutAsItCameIn(int length) throws IOException {
        try (UploadRoom.Upload upload = room.open(NOW.plusSeconds(60))) {
            upload.read(body(length));
            assertThat(upload.content()).isEqualTo(body(length).readAllBytes());
        }
    }

    @Test
    void fileThatIsTooLongIsRefused() {
        try (UploadRoom.Upload upload = room.open(NOW.plusSeconds(60))) {
            assertThatThrownBy(() -> upload.read(body(2 * MEBIBYTE + 1))).hasMessageContaining("2 MiB");
        }
    }

    @Test
    void manyWhoSendDropsLeaveRoomForAFileAndFullRoomIsSaidSo() throws IOException {
        List<UploadRoom.Upload> drops = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            UploadRoom.Upload drop = room.open(NOW.plusSeconds(60));
            drop.read(body(3));
            drops.add(drop);
        }
        try (UploadRoom.Upload file = room.open(NOW.plusSeconds(60)); UploadRoom.Upload second = room.open(NOW.plusSeconds(60))) {
            file.read(body(2 * MEBIBYTE - 1));
            assertThatThrownBy(() -> second.read(body(MEBIBYTE))).hasMessageContaining("Many files");
        }
        drops.forEach(UploadRoom.Upload::close);
        for (int i = 0; i < 10; i++) {
            try (UploadRoom.Upload file = room.open(NOW.plusSeconds(60))) {
                file.read(body(2 * MEBIBYTE));
            }
        }
    }

    @Test
    void whoeverTakesTooLongIsCutOff() {
        Instant[] time = {NOW};
        InstantSource moving = () -> time[0] = time[0].plusSeconds(20);
        UploadRoom slow = new UploadRoom(MEBIBYTE, MEBIBYTE, moving.withZone(ZoneId.of("UTC")));
        try (UploadRoom.Upload upload = slow.open(NOW.plusSeconds(60))) {
            assertThatThrownBy(() -> upload.read(new ByteArrayInputStream(new byte[1000]) {
                @Override
                public synchronized int read(byte[] into, int from, int length) {
                    return super.read(into, from, Math.min(1, length));
                }
            })).hasMessageContaining("within a minute");
        }
    }
}

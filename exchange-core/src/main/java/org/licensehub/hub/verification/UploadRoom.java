package org.licensehub.hub.verification;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;

/**
 * Room in memory for files that strangers send. It is counted in bytes that have arrived and not in senders: whoever sends his
 * file drop by drop holds as little of it as he sent, and not for long.
 */
final class UploadRoom {

    private static final int PIECE = 1 << 16;

    private final Semaphore pieces;
    private final int longest;
    private final Clock clock;

    /** @param bytes for all files together; @param longest bytes of one file */
    UploadRoom(int bytes, int longest, Clock clock) {
        this.pieces = new Semaphore(bytes / PIECE);
        this.longest = longest;
        this.clock = clock;
    }

    static ProblemException busy() {
        return new ProblemException(ProblemType.TOO_MANY_REQUESTS, "正在验证的文件较多，请稍后再试 / Many files are being verified; try again in a moment");
    }

    /** To be closed when the file is no longer needed. */
    Upload open(Instant deadline) {
        return new Upload(deadline);
    }

    /** One file on its way in. */
    final class Upload implements AutoCloseable {

        private final Instant deadline;
        private final List<byte[]> received = new ArrayList<>();
        private int length;

        private Upload(Instant deadline) {
            this.deadline = deadline;
        }

        /** @throws ProblemException if the file is too long, comes too slowly, or there is no room for it now */
        void read(InputStream body) throws IOException {
            int read;
            do {
                if (!pieces.tryAcquire()) {
                    throw busy();
                }
                byte[] piece = new byte[PIECE];
                received.add(piece);
                read = fill(piece, body);
                length += read;
                if (length > longest) {
                    throw new ProblemException(ProblemType.TOO_LARGE, "文件超过 " + (longest >> 20) + " MiB / The file is longer than " + (longest >> 20) + " MiB");
                }
            } while (read == PIECE);
        }

        private int fill(byte[] piece, InputStream body) throws IOException {
            int filled = 0;
            while (filled < piece.length) {
                int read = body.read(piece, filled, piece.length - filled);
                if (read < 0) {
                    return filled;
                }
                filled += read;
                if (clock.instant().isAfter(deadline)) {
                    throw new ProblemException(ProblemType.TOO_SLOW, "上传须在一分钟内完成 / An upload must be complete within a minute");
                }
            }
            return filled;
        }

        byte[] content() {
            byte[] content = new byte[length];
            for (int i = 0; i < received.size(); i++) {
                int from = i * PIECE;
                System.arraycopy(received.get(i), 0, content, from, Math.min(PIECE, length - from));
            }
            return content;
        }

        @Override
        public void close() {
            pieces.release(received.size());
            received.clear();
        }
    }
}

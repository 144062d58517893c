package org.licensehub.hub.access.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;

/**
 * Memory for bodies that are read before it is known whose they are, bounded for all together and for each caller, or each address where even
 * the claim who calls stands in the body: whoever knows a client id, or calls from an address, can fill the part of that one, for as long as a body may take, and nobody else's.
 */
final class BodyRoom {

    private static final int KIB = 1024;
    private static final int PIECE = 64 * KIB;
    private static final int READ_AT_ONCE = 8 * KIB;
    private static final int LARGEST_BODIES_AT_ONCE = 8;
    private static final int LARGEST_BODIES_OF_A_CALLER = 2;
    private static final Duration LONGEST_TIME = Duration.ofMinutes(1);

    private final int longest;
    private final Clock clock;
    private final int piecesOfACaller;
    private final Semaphore pieces;
    private final ConcurrentHashMap<String, Integer> taken = new ConcurrentHashMap<>();

    BodyRoom(int longest, Clock clock) {
        int ofABody = longest / PIECE + 1;
        this.longest = longest;
        this.clock = clock;
        this.piecesOfACaller = LARGEST_BODIES_OF_A_CALLER * ofABody;
        this.pieces = new Semaphore(LARGEST_BODIES_AT_ONCE * ofABody);
    }

    Held forBodyOf(String clientId) {
        return new Held(clientId);
    }

    private boolean take(String clientId) {
        boolean[] fits = new boolean[1];
        taken.compute(clientId, (id, before) -> {
            int now = before == null ? 0 : before;
            fits[0] = now < piecesOfACaller && pieces.tryAcquire();
            return fits[0] ? Integer.valueOf(now + 1) : before;
        });
        return fits[0];
    }

    private void giveBack(String clientId, int count) {
        if (count > 0) {
            taken.compute(clientId, (id, before) -> before == count ? null : before - count);
            pieces.release(count);
        }
    }

    /** A body in memory. Room is taken for what has arrived and not for what was announced, or a few slow callers could take it all. */
    final class Held implements AutoCloseable {

        private final String clientId;
        private int held;

        private Held(String clientId) {
            this.clientId = clientId;
        }

        /** @param announced length as announced; negative: not announced */
        byte[] read(InputStream in, long announced) throws IOException {
            if (announced > longest) {
                throw tooLarge();
            }
            Instant deadline = clock.instant().plus(LONGEST_TIME);
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            byte[] part = new byte[READ_AT_ONCE];
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                if (body.size() + read > longest) {
                    throw tooLarge();
                }
                makeRoom(body.size() + read);
                body.write(part, 0, read);
                if (clock.instant().isAfter(deadline)) {
                    throw new ProblemException(ProblemType.TOO_SLOW, "请求须在一分钟内发送完毕 / The request must be complete within a minute");
                }
            }
            return body.toByteArray();
        }

        private void makeRoom(int length) {
            for (; held * PIECE < length; held++) {
                if (!take(clientId)) {
                    throw new ProblemException(ProblemType.TOO_MANY_REQUESTS,
                            "正在核验的请求较多，请稍后再试 / Many requests are being checked; try again in a moment");
                }
            }
        }

        private ProblemException tooLarge() {
            return new ProblemException(ProblemType.TOO_LARGE, "请求的内容不得超过 " + longest
                    + " 字节，更多请用请求头中的令牌 / This is the most such a request may hold, in bytes; use a token in a header for more");
        }

        @Override
        public void close() {
            giveBack(clientId, held);
        }
    }
}

package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.hub;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

class BodyMutationProperties {

    private static final String SOURCE = "350205-mutations";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final byte[][] SNIPPETS = Arrays.stream(new String[] {"\u0000", "\"", "\\", "\\u0000", "\\ud800", "{", "}", "[", "null", "-1", "1e999",
            "9".repeat(40), ",", ":", "\n", "\u202e", "\ud83d\ude00", "true", "\"\"", "/*", "NaN", "%00", "..", "'", "99999999999999999999"})
            .map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);

    @AfterContainer
    static void noLogLineHoldsAnIdNumber() {
        assertThat(hub().leakedIntoLogs()).isEmpty();
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void noMutationOfAPushIsEverAnsweredWithAServerError(@ForAll long seed) {
        byte[] body = mutated(aRecord().of(PushedRecord.FOOD_PERMIT).from(SOURCE).json().getBytes(StandardCharsets.UTF_8), new Random(seed));
        Answer answer = DEPARTMENT.post("/api/v1/records", "application/json", BodyPublishers.ofByteArray(body));
        if (answer.status() >= 300) {
            answer.expectProblem();
        }
    }

    private static byte[] mutated(byte[] body, Random random) {
        byte[] mutated = body;
        for (int change = 1 + random.nextInt(4); change > 0; change--) {
            int at = random.nextInt(mutated.length);
            int length = random.nextInt(Math.min(20, mutated.length - at) + 1);
            mutated = switch (random.nextInt(5)) {
                case 0 -> spliced(mutated, at, length, new byte[0]);
                case 1 -> spliced(mutated, at, 1, new byte[] {(byte) random.nextInt(256)});
                case 2 -> spliced(mutated, at, random.nextInt(2) * length, SNIPPETS[random.nextInt(SNIPPETS.length)]);
                case 3 -> spliced(mutated, at, 0, Arrays.copyOfRange(mutated, at, at + length));
                default -> betweenQuotes(mutated, random);
            };
            if (mutated.length == 0) {
                return mutated;
            }
        }
        return mutated;
    }

    /** Replaces one whole JSON text, so that the change gets past the parser more often. */
    private static byte[] betweenQuotes(byte[] body, Random random) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int open = text.indexOf('"', random.nextInt(text.length()));
        int close = open < 0 ? -1 : text.indexOf('"', open + 1);
        return close < 0 ? body : spliced(body, open + 1, close - open - 1, SNIPPETS[3 + random.nextInt(2)]);
    }

    private static byte[] spliced(byte[] body, int at, int removed, byte[] added) {
        int end = Math.min(body.length, at + removed);
        byte[] result = new byte[body.length - (end - at) + added.length];
        System.arraycopy(body, 0, result, 0, at);
        System.arraycopy(added, 0, result, at, added.length);
        System.arraycopy(body, end, result, at + added.length, body.length - end);
        return result;
    }
}

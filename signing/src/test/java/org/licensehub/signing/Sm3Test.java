package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Sm3Test {

    private static final byte[] ABC = ascii("abc");

    @Test
    void answersTheExamplesOfTheStandard() {
        assertThat(hex(Sm3.digest(ABC))).isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assertThat(hex(Sm3.digest(ascii("abcd".repeat(16)))))
                .isEqualTo("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
        assertThat(hex(Sm3.digest(new byte[0]))).isEqualTo("1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
    }

    @Test
    void partsAreReadAsOneArray() {
        assertThat(Sm3.digest(ascii("a"), new byte[0], ascii("bc"))).isEqualTo(Sm3.digest(ABC));
    }

    @Test
    void streamingGivesTheSameDigestAndStartsAnewAfterIt() {
        Sm3 sm3 = Sm3.streaming().update(ascii("xabcx"), 1, 3);
        assertThat(sm3.digest()).isEqualTo(Sm3.digest(ABC));
        assertThat(sm3.digest()).isEqualTo(Sm3.digest(new byte[0]));
    }

    @Test
    void hmacAnswersTheKnownVector() {
        byte[] key = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        String expected = "a8f95cf26f204957e7ca73c9602a25dda35f168b28103b51dfc968c810416b63";
        assertThat(hex(Sm3.hmac(key, ABC))).isEqualTo(expected);
        assertThat(hex(Sm3.hmac(key, ascii("a"), ascii("bc")))).isEqualTo(expected);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Every length around the block's edge, in pieces cut anywhere, against the library's own implementation. */
    @Test
    void sameAsTheReferenceForEveryLengthAndEveryCut() {
        java.util.Random random = new java.util.Random(17);
        for (int length = 0; length < 400; length++) {
            byte[] message = new byte[length];
            random.nextBytes(message);
            byte[] wanted = new byte[Sm3.LENGTH];
            org.bouncycastle.crypto.digests.SM3Digest reference = new org.bouncycastle.crypto.digests.SM3Digest();
            reference.update(message, 0, length);
            reference.doFinal(wanted, 0);
            Sm3 pieces = Sm3.streaming();
            int at = 0;
            while (at < length) {
                int piece = 1 + random.nextInt(Math.min(length - at, 150));
                pieces.update(message, at, piece);
                at += piece;
            }
            assertThat(Sm3.digest(message)).as("%d bytes", length).isEqualTo(wanted);
            assertThat(pieces.digest()).as("%d bytes in pieces", length).isEqualTo(wanted);
            assertThat(pieces.digest()).as("empty again").isEqualTo(Sm3.digest(new byte[0]));
        }
    }
}

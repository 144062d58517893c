package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Mutated, spliced and oversized input for every reader: no exception leaves, nothing hangs, nothing is accepted. A longer run:
 * {@code ./mvnw -pl signing test -Dtest=HostileInputTest -Dmutations=1000000}.
 */
@Timeout(300)
class HostileInputTest {

    private static final int MUTATIONS = Integer.getInteger("mutations", 3_000);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static SealPki pki;
    private static byte[] sealed;
    private static byte[] twice;
    private static byte[] value;
    private static byte[] token;
    private static PdfSealVerifier verifier;

    @BeforeAll
    static void makeGoodFiles() {
        pki = SealPki.fresh();
        SealTrust trust = pki.trust().withTimeStampers(TrustAnchors.of(pki.root().certificate())).withRevocations(java.util.List.of(pki.revocations()));
        verifier = new PdfSealVerifier(trust, SealNames.KNOWN, SealPki.CLOCK);
        TimeStampAuthority authority = pki.authorityAt(SealPki.NOW);
        sealed = PdfSealer.with(pki.seal(), SealPki.key(pki.signer()), SealFormat.SM2_SEAL, authority).seal(TestPdf.compressed(), TestPdf.request());
        KeyIssuer issuer = new KeyIssuer(SealPki.CLOCK, 30);
        IssuedKey outer = issuer.documentSigner(issuer.tlsRoot("outer"), "o", "o", false);
        twice = new PadesSigner(KeyFiles.of(outer.privateKey(), outer.chain()), null).sign(sealed, "o", SealPki.NOW);
        value = SesSignature.make(pki.seal(), SealPki.key(pki.signer()), Sm3.digest(new byte[1]), "x", SealPki.NOW, authority).encoded();
        token = authority.stamp(new byte[] {1});
        assertThat(verifier.verify(sealed).valid()).isTrue();
        assertThat(verifier.verify(twice).valid()).isTrue();
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] bytes = good.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - at, 1 + random.nextInt(40));
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, bytes, at, length);
                }
                case 2 -> System.arraycopy(good, random.nextInt(good.length - length + 1), bytes, at, length);
                case 3 -> bytes = cut(bytes, at, length);
                default -> bytes = doubled(bytes, at, length);
            }
        }
        return bytes;
    }

    private static byte[] cut(byte[] bytes, int at, int length) {
        byte[] shorter = Arrays.copyOf(bytes, Math.max(1, bytes.length - length));
        System.arraycopy(bytes, at + length, shorter, Math.min(at, shorter.length), Math.max(0, Math.min(bytes.length - at - length, shorter.length - at)));
        return shorter;
    }

    private static byte[] doubled(byte[] bytes, int at, int length) {
        byte[] longer = new byte[bytes.length + length];
        System.arraycopy(bytes, 0, longer, 0, at + length);
        System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
        return longer;
    }

    private static void inTime(Runnable work) {
        long start = System.nanoTime();
        work.run();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
    }

    private static void each(byte[] good, long seed, Consumer<byte[]> reader) {
        Random random = new Random(seed);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] input = mutated(good, random);
            if (!Arrays.equals(input, good)) {
                inTime(() -> reader.accept(input));
            }
        }
    }

    @Test
    void mutatedFilesAreRefusedInTime() {
        each(sealed, 1, file -> assertThat(verifier.verify(file).valid()).isFalse());
        each(twice, 2, file -> assertThat(verifier.verify(file).valid()).isFalse());
    }

    @Test
    void mutatedValuesAndTokensAreRefusedInTime() {
        SesRules rules = new SesRules(pki.trust(), SealPki.CLOCK);
        TimeStampRules times = new TimeStampRules(pki.trust().withTimeStampers(TrustAnchors.of(pki.root().certificate())));
        each(value, 3, bytes -> {
            try {
                // trailing or missing time-stamps change nothing that is judged here, so what is read must still be the same seal
                SesSignature read = SesSignature.parse(bytes);
                if (rules.judge(read, Sm3.digest(new byte[1]), null).broken().isEmpty()) {
                    assertThat(read.seal().encoded()).isEqualTo(SesSignature.parse(value).seal().encoded());
                }
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("不是");
            }
        });
        each(token, 4, bytes -> assertThat(times.proven(bytes, new byte[] {1})).isEmpty());
    }

    /** Values of any shape where a signature should be, in a file that is otherwise in order. */
    @Test
    void nestedAndHugeStructuresInsteadOfASignatureAreRefusedInTime() {
        for (String hex : java.util.List.of("30".repeat(50_000), "3080".repeat(30_000), "308000".repeat(20_000), "3084FFFFFFFF" + "00".repeat(1_000),
                "30820FFF" + "0203010001".repeat(819), "A0".repeat(40_000))) {
            String hole = "<" + hex + ">";
            String before = "%%PDF-1.7\n/ByteRange[0 %010d %010d %010d]/Contents";
            int gap = String.format(before, 0, 0, 0).length();
            byte[] file = (String.format(before, gap, gap + hole.length(), 1) + hole + "\n").getBytes(StandardCharsets.ISO_8859_1);
            inTime(() -> assertThat(verifier.verify(file).valid()).isFalse());
        }
    }

    @Test
    void tenThousandRevisionsAreRefusedInTime() {
        StringBuilder tail = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            tail.append(i + 100).append(" 0 obj\n<</Type/Sig/ByteRange[0 1 2 3]>>\nendobj\nxref\n0 0\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n");
        }
        byte[] added = tail.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] file = Arrays.copyOf(sealed, sealed.length + added.length);
        System.arraycopy(added, 0, file, sealed.length, added.length);
        inTime(() -> assertThat(verifier.verify(file).findings().get(0).code()).isEqualTo("several-signatures"));
    }

    @Test
    @Tag("slow")
    void twoHundredMegabytesAreRefusedInTime() {
        byte[] file = Arrays.copyOf(sealed, 200 << 20);
        inTime(() -> assertThat(verifier.verify(file).findings().get(0).code()).isEqualTo("byte-range-end"));
        byte[] blank = new byte[200 << 20];
        System.arraycopy("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII), 0, blank, 0, 9);
        inTime(() -> assertThat(verifier.verify(blank).findings().get(0).code()).isEqualTo("no-signature"));
    }
}

package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Security;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.signers.DSAKCalculator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

class Sm2Test {

    private static final BigInteger D = number("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8");
    private static final BigInteger K = number("59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21");
    private static final String R = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3";
    private static final String S = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";
    private static final byte[] EXPECTED = HexFormat.of().parseHex("3046022100" + R + "022100" + S);
    private static final byte[] MESSAGE = "message digest".getBytes(StandardCharsets.US_ASCII);

    private final ECPoint point = Sm2.publicPoint(D);

    @Test
    void computesTheKeyZAndEOfTheStandardsExample() {
        assertThat(HexFormat.of().withUpperCase().formatHex(point.getEncoded(false)))
                .isEqualTo("0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
                        + "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13");
        byte[] z = Sm2.z(point);
        assertThat(hex(z)).isEqualTo("b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3");
        assertThat(hex(Sm3.digest(z, MESSAGE)))
                .isEqualTo("f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640");
    }

    @Test
    void signsTheStandardsExampleWithItsRandomNumber() {
        byte[] signature = Sm2.sign(D, Sm2.inverseOfOnePlus(D), Sm3.digest(Sm2.z(point), MESSAGE), new Given(K));
        assertThat(signature).isEqualTo(EXPECTED);
    }

    @Test
    void verifiesTheStandardsExampleAndNoOtherMessage() {
        byte[] e = Sm3.digest(Sm2.z(point), MESSAGE);
        assertThat(Sm2.verify(point, e, EXPECTED)).isTrue();
        e[31] ^= 1;
        assertThat(Sm2.verify(point, e, EXPECTED)).isFalse();
    }

    @Test
    void everyChangedBitOfASignatureIsRefused() {
        byte[] e = Sm3.digest(Sm2.z(point), MESSAGE);
        for (int bit = 0; bit < EXPECTED.length * 8; bit++) {
            byte[] changed = EXPECTED.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Sm2.verify(point, e, changed)).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void otherEncodingsOfTheSameNumbersAreRefused() {
        byte[] e = Sm3.digest(Sm2.z(point), MESSAGE);
        assertThat(Sm2.verify(point, e, Arrays.copyOf(EXPECTED, EXPECTED.length + 1))).isFalse();
        assertThat(Sm2.verify(point, e, HexFormat.of().parseHex("308146022100" + R + "022100" + S))).isFalse();
        assertThat(Sm2.verify(point, e, HexFormat.of().parseHex("304702220000" + R + "022100" + S))).isFalse();
        assertThat(Sm2.verify(point, e, new byte[0])).isFalse();
    }

    @Test
    void zeroAndNumbersFromTheOrderUpwardsAreRefused() {
        byte[] e = Sm3.digest(Sm2.z(point), MESSAGE);
        assertThat(Sm2.verify(point, e, HexFormat.of().parseHex("3006020100020100"))).isFalse();
        assertThat(Sm2.verify(point, e, HexFormat.of().parseHex("3026020100022100" + S))).isFalse();
        BigInteger beyond = number(S).add(Sm2.order());
        String wide = HexFormat.of().formatHex(beyond.toByteArray());
        assertThat(Sm2.verify(point, e, HexFormat.of().parseHex("3046022100" + R + "0221" + wide))).isFalse();
    }

    @Test
    void manyThreadsSignWithOneKey() {
        TestPki pki = TestPki.fresh();
        SoftwareSealingKey key = pki.key();
        PublicKey publicKey = key.certificate().getPublicKey();
        boolean allGood = IntStream.range(0, 400).parallel().allMatch(i -> {
            byte[] message = ("message " + i).getBytes(StandardCharsets.US_ASCII);
            return Sm2Verifier.verify(publicKey, message, key.sign(message));
        });
        assertThat(allGood).isTrue();
    }

    @Test
    void signingTwiceGivesTwoSignatures() {
        SoftwareSealingKey key = TestPki.fresh().key();
        assertThat(key.sign(MESSAGE)).isNotEqualTo(key.sign(MESSAGE));
    }

    @Test
    void theDefaultSignOfAnyKeyVerifiesToo() {
        SoftwareSealingKey key = TestPki.fresh().key();
        SealingKey device = new DeviceLike(key, false);
        assertThat(Sm2Verifier.verify(key.certificate().getPublicKey(), MESSAGE, device.sign(MESSAGE))).isTrue();
    }

    @Test
    void aFaultyDeviceIsNoticedBeforeItsSignatureIsGivenOut() {
        SealingKey faulty = new DeviceLike(TestPki.fresh().key(), true);
        assertThatThrownBy(() -> faulty.sign(MESSAGE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void onlyDigestsOf32BytesAreSigned() {
        SoftwareSealingKey key = TestPki.fresh().key();
        assertThatThrownBy(() -> key.signDigest(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void publicKeysSurvivePem() {
        IssuedKey signer = TestPki.fresh().signer();
        PublicKey key = signer.certificate().getPublicKey();
        assertThat(Sm2Verifier.publicKeyFromPem(Sm2Verifier.publicKeyToPem(key))).isEqualTo(key);
        assertThat(Sm2Verifier.publicKeyFromCertificatePem(signer.certificatePem())).isEqualTo(key);
    }

    @Test
    void textThatIsNoKeyAndKeysOfOtherCurvesAreRefused() throws GeneralSecurityException {
        KeyPairGenerator p256 = KeyPairGenerator.getInstance("EC");
        p256.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
        PublicKey other = p256.generateKeyPair().getPublic();
        String pem = Sm2Verifier.publicKeyToPem(other);
        assertThatThrownBy(() -> Sm2Verifier.publicKeyFromPem(pem)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sm2Verifier.publicKeyFromPem("no key")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Sm2Verifier.verify(other, MESSAGE, EXPECTED)).isFalse();
    }

    @Test
    void theProviderIsNeverRegisteredForTheWholeProcess() {
        TestPki.fresh().key().sign(MESSAGE);
        assertThat(Security.getProvider(BouncyCastleProvider.PROVIDER_NAME)).isNull();
    }

    private static BigInteger number(String hex) {
        return new BigInteger(hex, 16);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** The random number the standard prints. */
    private record Given(BigInteger nextK) implements DSAKCalculator {
        @Override
        public boolean isDeterministic() {
            return true;
        }

        @Override
        public void init(BigInteger n, SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void init(BigInteger n, BigInteger d, byte[] message) {
            throw new UnsupportedOperationException();
        }
    }

    /** A key that can only sign digests, as a cryptographic device does. */
    private record DeviceLike(SoftwareSealingKey inside, boolean faulty) implements SealingKey {
        @Override
        public java.security.cert.X509Certificate certificate() {
            return inside.certificate();
        }

        @Override
        public java.util.List<java.security.cert.X509Certificate> chain() {
            return inside.chain();
        }

        @Override
        public byte[] signDigest(byte[] e) {
            byte[] signature = inside.signDigest(e);
            if (faulty) {
                signature[signature.length - 1] ^= 1;
            }
            return signature;
        }
    }
}

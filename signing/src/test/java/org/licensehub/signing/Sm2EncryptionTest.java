package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;

/** The vector is that of GB/T 32918.5 on the recommended curve. */
class Sm2EncryptionTest {

    private static final String D = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
    private static final String K = "59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21";
    private static final String C1 = "0404EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73"
            + "E858F9D81E5430A57B36DAAB8F950A3C64E6EE6A63094D99283AFF767E124DF0";
    private static final String C3 = "59983C18F809E262923C53AEC295D30383B54E39D609D160AFCB1908D0BD8766";
    private static final String C2 = "21886CA989CA9C7D58087307CA93092D651EFA";
    private static final byte[] MESSAGE = "encryption standard".getBytes(StandardCharsets.UTF_8);

    /** Gives the published k. */
    private static final class PublishedNumber extends SecureRandom {

        private static final long serialVersionUID = 1L;

        @Override
        public void nextBytes(byte[] bytes) {
            byte[] k = HexFormat.of().parseHex(K);
            System.arraycopy(k, k.length - bytes.length, bytes, 0, bytes.length);
        }
    }

    private static PublicKey key() throws Exception {
        byte[] point = Sm2.publicPoint(new BigInteger(D, 16)).getEncoded(false);
        byte[] encoded = new SubjectPublicKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, GMObjectIdentifiers.sm2p256v1), point)
                .getEncoded();
        return KeyFactory.getInstance("EC", Sm2.PROVIDER).generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static String encrypted(Sm2Encryption.Order order) throws Exception {
        return HexFormat.of().withUpperCase().formatHex(new Sm2Encryption(new PublishedNumber()).encrypt(key(), order, MESSAGE));
    }

    @Test
    void bothOrdersAreThoseOfThePublishedVector() throws Exception {
        assertThat(encrypted(Sm2Encryption.Order.C1C3C2)).isEqualTo(C1 + C3 + C2);
        assertThat(encrypted(Sm2Encryption.Order.C1C2C3)).isEqualTo(C1 + C2 + C3);
    }

    @Test
    void sameTextIsNeverEncryptedTheSameWayTwice() throws Exception {
        Sm2Encryption encryption = new Sm2Encryption();
        assertThat(encryption.encrypt(key(), Sm2Encryption.Order.C1C3C2, MESSAGE))
                .isNotEqualTo(encryption.encrypt(key(), Sm2Encryption.Order.C1C3C2, MESSAGE));
    }

    @Test
    void keyOfAnotherCurveAndNothingAtAllAreRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        PublicKey other = generator.generateKeyPair().getPublic();
        Sm2Encryption encryption = new Sm2Encryption();
        assertThatThrownBy(() -> encryption.encrypt(other, Sm2Encryption.Order.C1C3C2, MESSAGE)).isInstanceOf(IllegalArgumentException.class);
        PublicKey own = key();
        assertThatThrownBy(() -> encryption.encrypt(own, Sm2Encryption.Order.C1C3C2, new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }
}

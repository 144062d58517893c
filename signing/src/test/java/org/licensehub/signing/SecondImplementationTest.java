package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tencent.kona.crypto.KonaCryptoProvider;
import com.tencent.kona.crypto.spec.SM2PrivateKeySpec;
import com.tencent.kona.crypto.spec.SM2PublicKeySpec;
import com.tencent.kona.crypto.spec.SM2SignatureParameterSpec;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Random;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * SM2 round trips with an implementation that shares no code with ours, both ways. A million:
 * {@code ./mvnw -pl signing test -Dtest=SecondImplementationTest -Plane-all -Dround.trips=1000000}.
 */
@Tag("slow")
class SecondImplementationTest {

    private static final int TRIPS = Integer.getInteger("round.trips", 10_000);

    private final Provider other = new KonaCryptoProvider();

    @Test
    void eachVerifiesWhatTheOtherSigns() throws Exception {
        Random random = new Random(20261122);
        KeyIssuer issuer = new KeyIssuer(SealPki.CLOCK, 30);
        IssuedKey root = issuer.sealRoot("root");
        for (int i = 0; i < TRIPS; i++) {
            if (i % 500 == 0) {
                root = issuer.sealRoot("root " + i);
            }
            byte[] message = new byte[random.nextInt(300)];
            random.nextBytes(message);
            byte[] ours = SoftwareSealingKey.of(root.privateKey(), root.chain()).sign(message);
            KeyFactory keys = KeyFactory.getInstance("SM2", other);
            ECPublicKey theirPublic = (ECPublicKey) keys.generatePublic(new SM2PublicKeySpec(
                    ((org.bouncycastle.jce.interfaces.ECPublicKey) root.certificate().getPublicKey()).getQ().getEncoded(false)));
            PrivateKey theirPrivate = keys.generatePrivate(new SM2PrivateKeySpec(BigIntegers.asUnsignedByteArray(32,
                    ((org.bouncycastle.jce.interfaces.ECPrivateKey) root.privateKey()).getD())));

            Signature verifier = Signature.getInstance("SM2", other);
            verifier.setParameter(new SM2SignatureParameterSpec(theirPublic));
            verifier.initVerify(theirPublic);
            verifier.update(message);
            assertThat(verifier.verify(ours)).as("trip %d", i).isTrue();

            Signature signer = Signature.getInstance("SM2", other);
            signer.setParameter(new SM2SignatureParameterSpec(theirPublic));
            signer.initSign(theirPrivate);
            signer.update(message);
            byte[] theirs = signer.sign();
            assertThat(Sm2Verifier.verify(root.certificate().getPublicKey(), message, theirs)).as("trip %d", i).isTrue();
            theirs[theirs.length - 1] ^= 1;
            assertThat(Sm2Verifier.verify(root.certificate().getPublicKey(), message, theirs)).as("trip %d", i).isFalse();
        }
    }
}

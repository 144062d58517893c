package org.licensehub.signing;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The kinds of signature a sealing key can make. All sign a digest of 32 bytes, so that a device needs to know no more. */
public enum SigningAlgorithm {
    /** SM2 over e = SM3(Z‖M) (GB/T 32918.2). */
    SM2_SM3("SM3withSM2", new AlgorithmIdentifier(GMObjectIdentifiers.sm2sign_with_sm3), GMObjectIdentifiers.sm3),
    /** ECDSA over P-256 with SHA-256 (FIPS 186-5). */
    ECDSA_SHA256("SHA256withECDSA", new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256), NISTObjectIdentifiers.id_sha256),
    /** RSASSA-PKCS1-v1_5 with SHA-256, 2,048 bits or more (RFC 8017). */
    RSA_SHA256("SHA256withRSA", new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE),
            NISTObjectIdentifiers.id_sha256);

    private static final int P256_BITS = 256;
    private static final int SHORTEST_RSA = 2_048;

    private final String jcaName;
    private final AlgorithmIdentifier identifier;
    private final ASN1ObjectIdentifier digest;

    SigningAlgorithm(String jcaName, AlgorithmIdentifier identifier, ASN1ObjectIdentifier digest) {
        this.jcaName = jcaName;
        this.identifier = identifier;
        this.digest = digest;
    }

    /**
     * The algorithm a key is good for.
     *
     * @throws IllegalArgumentException for any other kind of key, and for RSA below 2,048 bits
     */
    public static SigningAlgorithm of(PublicKey key) {
        if (Sm2.point(key).isPresent()) {
            return SM2_SM3;
        }
        if (key instanceof ECPublicKey ec && ec.getParams() != null && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS) {
            return ECDSA_SHA256;
        }
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= SHORTEST_RSA) {
            return RSA_SHA256;
        }
        throw new IllegalArgumentException("不支持的密钥类型 / not a key that can seal");
    }

    String jcaName() {
        return jcaName;
    }

    AlgorithmIdentifier identifier() {
        return identifier;
    }

    ASN1ObjectIdentifier digest() {
        return digest;
    }
}

package org.licensehub.signing;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Reads certificates with the one provider that knows the SM2 curve. */
final class Certificates {

    static final String LABEL = "CERTIFICATE";
    /** Real certificates have one to three kilobytes. */
    private static final int LONGEST = 16 * 1024;
    /** RSA with 4,096 bits. The provider tests the factors of a key as soon as it reads one, for longer than a stranger may keep us busy. */
    private static final int LONGEST_KEY = 600;

    private Certificates() {
    }

    /**
     * Reads one certificate; what is not exactly one, in the one encoding of DER, is an IllegalArgumentException, and so is one
     * of over 16 KiB or with a key longer than RSA's of 4,096 bits.
     */
    static X509Certificate decode(byte[] der) {
        requireModest(der);
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509", Sm2.PROVIDER)
                    .generateCertificate(new ByteArrayInputStream(der));
            // the key is read late by the provider: a broken one is null, or another kind of error
            if (certificate == null || !Arrays.equals(certificate.getEncoded(), der) || certificate.getPublicKey() == null) {
                throw new IllegalArgumentException("不是证书 / not one certificate");
            }
            return certificate;
        } catch (GeneralSecurityException | IllegalStateException e) {
            throw new IllegalArgumentException("不是证书 / not a certificate", e);
        }
    }

    private static void requireModest(byte[] der) {
        boolean modest = der.length <= LONGEST;
        try {
            modest = modest && Der.encode(org.bouncycastle.asn1.x509.Certificate.getInstance(der).getSubjectPublicKeyInfo()).length <= LONGEST_KEY;
        } catch (RuntimeException malformed) {
            throw new IllegalArgumentException("不是证书 / not a certificate", malformed);
        }
        if (!modest) {
            throw new IllegalArgumentException("证书或密钥过长 / the certificate or its key is too long");
        }
    }

    /** All certificates of a file, PEM or DER. */
    static List<X509Certificate> readAll(byte[] file) {
        List<byte[]> blocks = Pem.readAll(new String(file, StandardCharsets.ISO_8859_1), LABEL);
        return blocks.isEmpty() ? List.of(decode(file)) : blocks.stream().map(Certificates::decode).toList();
    }

    /** All lists of revoked certificates of a file, PEM or DER. */
    static List<X509CRL> readCrls(byte[] file) {
        List<byte[]> blocks = Pem.readAll(new String(file, StandardCharsets.ISO_8859_1), "X509 CRL");
        return (blocks.isEmpty() ? List.of(file) : blocks).stream().map(Certificates::decodeCrl).toList();
    }

    /** Reads one list; what begins with none is an IllegalArgumentException. */
    static X509CRL decodeCrl(byte[] der) {
        try {
            X509CRL list = (X509CRL) CertificateFactory.getInstance("X.509", Sm2.PROVIDER).generateCRL(new ByteArrayInputStream(der));
            if (list == null) {
                throw new IllegalArgumentException("不是证书吊销列表 / not a list of revoked certificates");
            }
            return list;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("不是证书吊销列表 / not a list of revoked certificates", e);
        }
    }

    static byte[] encode(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("证书无法编码 / the certificate cannot be encoded", e);
        }
    }

    static byte[] encode(X509CRL list) {
        try {
            return list.getEncoded();
        } catch (CRLException e) {
            throw new IllegalArgumentException("吊销列表无法编码 / the list of revoked certificates cannot be encoded", e);
        }
    }

    /** Whether {@code issuer} signed this certificate, by name and key. */
    static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey(), Sm2.PROVIDER);
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    /** Whether {@code issuer} signed this list, by name and key. */
    static boolean issued(X509Certificate issuer, X509CRL list) {
        if (!issuer.getSubjectX500Principal().equals(list.getIssuerX500Principal())) {
            return false;
        }
        try {
            list.verify(issuer.getPublicKey(), Sm2.PROVIDER);
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    static boolean isSelfSigned(X509Certificate certificate) {
        return issued(certificate, certificate);
    }

    /** What a person calls the subject: its common name, else its organisation, else the whole distinguished name. */
    static String displayName(X500Principal subject) {
        X500Name name = X500Name.getInstance(subject.getEncoded());
        for (ASN1ObjectIdentifier part : new ASN1ObjectIdentifier[] {BCStyle.CN, BCStyle.O}) {
            RDN[] found = name.getRDNs(part);
            if (found.length > 0) {
                return IETFUtils.valueToString(found[0].getFirst().getValue());
            }
        }
        return subject.getName();
    }
}

package org.licensehub.signing;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Reads certificates with the one provider that knows the SM2 curve. */
final class Certificates {

    static final String LABEL = "CERTIFICATE";

    private Certificates() {
    }

    /** Reads one DER certificate; what is not exactly one is an IllegalArgumentException. */
    static X509Certificate decode(byte[] der) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509", Sm2.PROVIDER)
                    .generateCertificate(new ByteArrayInputStream(der));
            if (certificate == null || certificate.getEncoded().length != der.length) {
                throw new IllegalArgumentException("不是证书 / not one certificate");
            }
            return certificate;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("不是证书 / not a certificate", e);
        }
    }

    static byte[] encode(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("证书无法编码 / the certificate cannot be encoded", e);
        }
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

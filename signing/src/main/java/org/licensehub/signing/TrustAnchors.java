package org.licensehub.signing;

import java.util.List;
import java.util.Set;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;

/**
 * The root certificates a verifier believes in. A seal whose certificate chain does not end at one of them is refused,
 * whatever else is right about it.
 *
 * @param certificates at least one
 */
public record TrustAnchors(Set<X509Certificate> certificates) {

    /** @throws IllegalArgumentException if there is no certificate: such a verifier would refuse everything silently */
    public TrustAnchors {
        certificates = Set.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("没有信任根证书 / no trust anchor");
        }
    }

    /** Trusts these certificates. */
    public static TrustAnchors of(X509Certificate... certificates) {
        return new TrustAnchors(new LinkedHashSet<>(List.of(certificates)));
    }

    /**
     * Trusts all certificates of a PEM text.
     *
     * @throws IllegalArgumentException if it holds none or one that cannot be read
     */
    public static TrustAnchors fromPem(String pem) {
        Set<X509Certificate> found = new LinkedHashSet<>();
        Pem.readAll(pem, Certificates.LABEL).forEach(der -> found.add(Certificates.decode(der)));
        return new TrustAnchors(found);
    }
}

package org.licensehub.signing;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A key pair with its certificates as {@link KeyIssuer} made it.
 *
 * @param privateKey the private key; never printed
 * @param chain the key's own certificate first, the root last
 */
public record IssuedKey(PrivateKey privateKey, List<X509Certificate> chain) {

    /** Keeps its own copy of the list. */
    public IssuedKey {
        chain = List.copyOf(chain);
    }

    /** The certificate of this key. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The certificate of this key as PEM. */
    public String certificatePem() {
        return Pem.write(Certificates.encode(certificate()), Certificates.LABEL);
    }

    @Override
    public String toString() {
        return "IssuedKey[" + certificate().getSubjectX500Principal().getName() + "]";
    }
}

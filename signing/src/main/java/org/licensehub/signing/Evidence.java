package org.licensehub.signing;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What a file brings along for the judgement on its signatures. Nothing of it is trusted for being there: certificates have to
 * lead to an anchor, lists have to be signed by the issuer they speak for.
 *
 * @param certificates that may lie on a path
 * @param lists of revoked certificates, asked beside those at hand
 * @param existedBy the moment at which trusted time-stamps prove that what is judged was there; null if none does
 */
record Evidence(List<X509Certificate> certificates, List<X509CRL> lists, Instant existedBy) {

    static final Evidence NONE = new Evidence(List.of(), List.of(), null);

    Evidence provenAt(Instant moment) {
        return new Evidence(certificates, lists, moment);
    }
}

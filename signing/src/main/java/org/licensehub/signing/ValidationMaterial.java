package org.licensehub.signing;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a verifier needs when nobody can be asked any more: the certificates above signers, makers of seals and authorities of
 * time, and their issuers' lists of revoked ones (ETSI EN 319 142-1, 5.4.2: the entries Certs and CRLs of a DSS dictionary).
 *
 * @param certificates up to the self-signed roots, in any order
 * @param revocations  lists of revoked certificates, in any order
 */
public record ValidationMaterial(List<X509Certificate> certificates, List<X509CRL> revocations) {

    /** Keeps copies of its own. */
    public ValidationMaterial {
        certificates = List.copyOf(certificates);
        revocations = List.copyOf(revocations);
    }

    /** All that a verifier's trust holds: its roots, makers, authorities of time, intermediates and lists. */
    public static ValidationMaterial of(SealTrust trust) {
        Set<X509Certificate> all = new LinkedHashSet<>(trust.signers().certificates());
        trust.makers().ifPresent(makers -> all.addAll(makers.certificates()));
        trust.timeStampers().ifPresent(authorities -> all.addAll(authorities.certificates()));
        all.addAll(trust.intermediates());
        return new ValidationMaterial(List.copyOf(all), trust.revocations());
    }

    /** Both together, each thing once. */
    public ValidationMaterial with(ValidationMaterial more) {
        Set<X509Certificate> both = new LinkedHashSet<>(certificates);
        both.addAll(more.certificates);
        Set<X509CRL> lists = new LinkedHashSet<>(revocations);
        lists.addAll(more.revocations);
        return new ValidationMaterial(new ArrayList<>(both), new ArrayList<>(lists));
    }

    ValidationMaterial withCertificates(List<X509Certificate> more) {
        return with(new ValidationMaterial(more, List.of()));
    }

    /** What is here and not there. */
    ValidationMaterial without(ValidationMaterial known) {
        return new ValidationMaterial(certificates.stream().filter(each -> !known.certificates.contains(each)).toList(),
                revocations.stream().filter(each -> !known.revocations.contains(each)).toList());
    }

    boolean isEmpty() {
        return certificates.isEmpty() && revocations.isEmpty();
    }
}

package org.licensehub.signing;

import java.io.IOException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/** Which validation material belongs to the signatures of a file: what to embed, and whether what is embedded may be there. */
final class MaterialRules {

    /** Keys of one issuer, old and new. Without a bound every certificate might have to be tried against every other one. */
    private static final long MOST_OF_ONE_NAME = 8;

    private MaterialRules() {
    }

    /**
     * All that is needed to judge these certificates later: their chains up to the self-signed roots, and for each link the
     * newest list of its issuer.
     *
     * @param now lists must still be current at this moment
     * @throws IllegalArgumentException if an issuer or a current list is not known; the message says whose
     */
    static ValidationMaterial needed(Collection<X509Certificate> subjects, ValidationMaterial known, Instant now) {
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        Set<X509CRL> lists = new LinkedHashSet<>();
        Deque<X509Certificate> open = new ArrayDeque<>(subjects);
        while (!open.isEmpty()) {
            X509Certificate subject = open.pop();
            if (certificates.add(subject) && !Certificates.isSelfSigned(subject)) {
                X509Certificate issuer = issuer(subject, known.certificates());
                lists.add(newest(issuer, known.revocations(), now));
                open.push(issuer);
            }
        }
        return new ValidationMaterial(List.copyOf(certificates), List.copyOf(lists));
    }

    private static X509Certificate issuer(X509Certificate subject, List<X509Certificate> known) {
        return known.stream().filter(each -> Certificates.issued(each, subject)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "缺少上级证书 / the issuer's certificate is missing: " + Certificates.displayName(subject.getIssuerX500Principal())));
    }

    private static X509CRL newest(X509Certificate issuer, List<X509CRL> known, Instant now) {
        return known.stream().filter(each -> Certificates.issued(issuer, each))
                .filter(each -> each.getNextUpdate() == null || each.getNextUpdate().toInstant().isAfter(now))
                .max(Comparator.comparing(X509CRL::getThisUpdate)).orElseThrow(() -> new IllegalArgumentException(
                        "缺少当前吊销列表 / a current list of revoked certificates is missing: " + Certificates.displayName(issuer.getSubjectX500Principal())));
    }

    /** These certificates and those above them, as far as they are at hand. */
    static Set<X509Certificate> above(Collection<X509Certificate> subjects, ValidationMaterial known) {
        Set<X509Certificate> reached = new LinkedHashSet<>(subjects);
        Deque<X509Certificate> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            X509Certificate subject = open.pop();
            known.certificates().stream().filter(each -> Certificates.issued(each, subject) && reached.add(each)).forEach(open::push);
        }
        return reached;
    }

    /**
     * Refuses material that belongs to no signature of the file, was put twice, or was changed: each certificate must lie above
     * one of the signers' and be signed by another one or, as a root, by itself; each list must be signed by one of them.
     */
    static void requireBound(ValidationMaterial material, Collection<X509Certificate> signers) throws Refusal {
        List<X509Certificate> certificates = material.certificates();
        boolean doubled = new HashSet<>(certificates).size() != certificates.size()
                || new HashSet<>(material.revocations()).size() != material.revocations().size();
        Refusal.when(doubled || mostOfOneName(certificates) > MOST_OF_ONE_NAME, SealRule.MATERIAL);
        Set<X509Certificate> reached = above(signers, material);
        for (X509Certificate each : certificates) {
            Refusal.when(certificates.stream().noneMatch(issuer -> Certificates.issued(issuer, each)), SealRule.MATERIAL);
        }
        Refusal.when(!reached.containsAll(certificates), SealRule.MATERIAL);
        for (X509CRL list : material.revocations()) {
            Refusal.when(reached.stream().noneMatch(each -> Certificates.issued(each, list)), SealRule.MATERIAL);
        }
    }

    private static long mostOfOneName(List<X509Certificate> certificates) {
        Map<X500Principal, Long> counts = certificates.stream().collect(Collectors.groupingBy(X509Certificate::getSubjectX500Principal, Collectors.counting()));
        return counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /**
     * Who signed something in a file.
     *
     * @param all           seal, its maker, outer signature, time-stamps
     * @param timeOfSealing those in the time-stamp of the seal, which are among {@code all}; none if it has no time-stamp
     */
    record Signers(List<X509Certificate> all, List<X509Certificate> timeOfSealing) {

        /** Keeps copies of its own. */
        Signers {
            all = List.copyOf(all);
            timeOfSealing = List.copyOf(timeOfSealing);
        }
    }

    /**
     * The certificates of everybody who signed something in a file.
     *
     * @param value of the seal
     * @param digest SM3 of what it covers, asked for only where the form of the value needs it
     * @throws Refusal if a part of it cannot be read
     */
    static Signers signersOf(byte[] value, Supplier<byte[]> digest, LaterRevisions later) throws Refusal {
        Signers sealing = signersOf(value, digest);
        List<X509Certificate> found = new ArrayList<>(sealing.all());
        if (later.outer().isPresent()) {
            found.addAll(certificatesOf(later.outer().get()));
        }
        for (LaterRevisions.Stamp stamp : later.stamps()) {
            found.addAll(certificatesOf(stamp));
        }
        return new Signers(found, sealing.timeOfSealing());
    }

    private static Signers signersOf(byte[] value, Supplier<byte[]> digest) throws Refusal {
        try {
            if (!SealCms.isCms(value)) {
                SesSignature seal = SesSignature.parse(value);
                List<X509Certificate> authority = seal.timeStamp().isPresent() ? StrictCms.read(seal.timeStamp().get(), null).all() : List.of();
                List<X509Certificate> found = new ArrayList<>(List.of(seal.signer(), seal.seal().maker()));
                found.addAll(authority);
                return new Signers(found, authority);
            }
            try {
                return new Signers(SealCms.parse(value).chain(), List.of());
            } catch (Refusal notOurs) {
                ForeignCms foreign = ForeignCms.read(value, digest.get());
                List<X509Certificate> found = new ArrayList<>(List.of(foreign.signer()));
                found.addAll(foreign.others());
                return new Signers(found, List.of());
            }
        } catch (IOException | RuntimeException malformed) {
            throw new Refusal(SealRule.MATERIAL);
        }
    }

    private static List<X509Certificate> certificatesOf(LaterRevisions.Outer outer) throws Refusal {
        try {
            StrictCms cms = StrictCms.read(outer.range().cms(), PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
            List<X509Certificate> found = new ArrayList<>(cms.all());
            if (cms.unsigned() != null) {
                found.addAll(StrictCms.read(cms.unsigned(), null).all());
            }
            return found;
        } catch (IOException | RuntimeException malformed) {
            throw new Refusal(SealRule.OUTER_SIGNATURE_WRONG);
        }
    }

    /** The certificates in a document time-stamp. */
    static List<X509Certificate> certificatesOf(LaterRevisions.Stamp stamp) throws Refusal {
        try {
            return StrictCms.read(stamp.range().cms(), null).all();
        } catch (IOException | RuntimeException malformed) {
            throw new Refusal(SealRule.DOCUMENT_STAMP_WRONG);
        }
    }
}

package org.licensehub.signing;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CRLReason;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges certificates at the moment they were used (RFC 5280 path validation; revocation by the lists at hand). */
final class CertificateRules {

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;
    private static final int MOST_PATHS = 1_000;
    private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

    private static final Set<CRLReason> IN_ORDER = EnumSet.of(CRLReason.AFFILIATION_CHANGED, CRLReason.SUPERSEDED, CRLReason.CESSATION_OF_OPERATION);

    /** What a certificate has to be good for. */
    enum Purpose { SIGNING, TIME_STAMPING }

    /**
     * @param broken refusals, none if the certificate is good
     * @param revocationKnownUntil until when the lists of every issuer on the path that are at hand say something; {@link Instant#MIN}
     *                             if one is missing
     * @param path from the certificate up to a trusted one; empty if it is broken
     */
    record Judgement(List<SealRule> broken, Instant revocationKnownUntil, List<X509Certificate> path) {

        /** Whether the lists said something at a proven moment, or now if nothing is proven: the claimed time is the signer's word. */
        boolean revocationKnown(Instant proven, Instant now) {
            return revocationKnownUntil.isAfter(proven != null ? proven : now);
        }
    }

    private final TrustAnchors anchors;
    private final List<X509Certificate> intermediates;
    private final List<X509CRL> lists;
    /**
     * Paths found before: building one costs several signature checks, and most files come from few signers. Only those through
     * certificates that were at hand, so that no file adds to them and no verdict depends on the file before.
     */
    private final Map<X509Certificate, List<X509Certificate>> paths = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<X509Certificate, List<X509Certificate>> eldest) {
            return size() > MOST_PATHS;
        }
    };

    CertificateRules(TrustAnchors anchors, List<X509Certificate> intermediates, List<X509CRL> lists) {
        this.anchors = anchors;
        this.intermediates = intermediates;
        this.lists = lists;
    }

    /**
     * Judges one certificate.
     *
     * @param brought certificates that came with it, which may lie on its path
     * @param time when it was used
     * @param evidence what else the file brings; without a proven moment a revocation counts whenever it was, otherwise not if later
     */
    Judgement judge(X509Certificate subject, Collection<X509Certificate> brought, Instant time, Evidence evidence, Purpose purpose) {
        List<SealRule> broken = new ArrayList<>();
        if (!fits(subject, purpose)) {
            broken.add(SealRule.KEY_USAGE);
        }
        addValidity(subject, time, broken);
        if (!broken.isEmpty()) {
            return new Judgement(broken, Instant.MIN, List.of());
        }
        List<X509Certificate> pool = new ArrayList<>(brought);
        pool.addAll(evidence.certificates());
        // whoever is trusted by name needs nobody above him
        if (anchors.certificates().contains(subject)) {
            return new Judgement(broken, addRevocation(List.of(subject), null, new Use(time, purpose), evidence, broken), List.of(subject));
        }
        try {
            List<X509Certificate> path = knownPath(subject, pool, time);
            X509Certificate top = path.get(path.size() - 1);
            addValidity(top, time, broken);
            return new Judgement(broken, addRevocation(path.subList(0, path.size() - 1), top, new Use(time, purpose), evidence, broken), path);
        } catch (CertPathBuilderException untrusted) {
            broken.add(causeOf(subject, pool, time));
            return new Judgement(broken, Instant.MIN, List.of());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the path builder could not be set up", e);
        }
    }

    private static boolean fits(X509Certificate subject, Purpose purpose) {
        boolean[] usage = subject.getKeyUsage();
        boolean maySign = usage != null && (usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION]) && subject.getBasicConstraints() < 0;
        try {
            List<String> extended = subject.getExtendedKeyUsage();
            boolean stampsTime = extended != null && extended.equals(List.of(TIME_STAMPING));
            return maySign && stampsTime == (purpose == Purpose.TIME_STAMPING);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private static void addValidity(X509Certificate certificate, Instant time, List<SealRule> broken) {
        if (time.isBefore(certificate.getNotBefore().toInstant())) {
            broken.add(SealRule.NOT_YET_VALID);
        }
        if (time.isAfter(certificate.getNotAfter().toInstant())) {
            broken.add(SealRule.EXPIRED);
        }
    }

    /** A path does not depend on the time, as long as all on it are within theirs. */
    private List<X509Certificate> knownPath(X509Certificate subject, Collection<X509Certificate> brought, Instant time)
            throws GeneralSecurityException {
        synchronized (paths) {
            List<X509Certificate> known = paths.get(subject);
            if (known != null && known.stream().allMatch(each -> validAt(each, time))) {
                return known;
            }
        }
        try {
            List<X509Certificate> path = path(subject, List.of(), time);
            synchronized (paths) {
                paths.put(subject, List.copyOf(path));
            }
            return path;
        } catch (CertPathBuilderException notAtHand) {
            if (brought.isEmpty()) {
                throw notAtHand;
            }
            return path(subject, brought, time);
        }
    }

    private static boolean validAt(X509Certificate certificate, Instant time) {
        List<SealRule> broken = new ArrayList<>();
        addValidity(certificate, time, broken);
        return broken.isEmpty();
    }

    private List<X509Certificate> path(X509Certificate subject, Collection<X509Certificate> brought, Instant time)
            throws GeneralSecurityException {
        Set<TrustAnchor> trusted = anchors.certificates().stream().map(anchor -> new TrustAnchor(anchor, null)).collect(Collectors.toSet());
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(subject);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, target);
        List<Certificate> pool = new ArrayList<>(intermediates);
        pool.addAll(brought);
        pool.add(subject);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(pool), Sm2.PROVIDER));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(time));
        PKIXCertPathBuilderResult built = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX", Sm2.PROVIDER).build(parameters);
        List<X509Certificate> path = new ArrayList<>();
        built.getCertPath().getCertificates().forEach(each -> path.add((X509Certificate) each));
        path.add(built.getTrustAnchor().getTrustedCert());
        return path;
    }

    /** Why there is no path: an issuer at hand that was out of its time explains more than a missing one. */
    private SealRule causeOf(X509Certificate subject, Collection<X509Certificate> brought, Instant time) {
        List<X509Certificate> known = new ArrayList<>(intermediates);
        known.addAll(brought);
        known.addAll(anchors.certificates());
        List<SealRule> ofIssuers = new ArrayList<>();
        known.stream().filter(each -> !each.equals(subject)).filter(each -> each.getBasicConstraints() >= 0)
                .forEach(each -> addValidity(each, time, ofIssuers));
        return ofIssuers.isEmpty() ? SealRule.CHAIN : ofIssuers.get(0);
    }

    /** What a certificate was used for, and when. */
    private record Use(Instant time, Purpose purpose) {
    }

    /** @return until when the lists say something of every certificate */
    private Instant addRevocation(List<X509Certificate> below, X509Certificate top, Use use, Evidence evidence, List<SealRule> broken) {
        List<X509CRL> asked = new ArrayList<>(lists);
        asked.addAll(evidence.lists());
        Instant known = Instant.MAX;
        for (int i = 0; i < below.size(); i++) {
            X509Certificate subject = below.get(i);
            X509Certificate issuer = i + 1 < below.size() ? below.get(i + 1) : top;
            Instant until = Instant.MIN;
            for (X509CRL list : asked) {
                if (list.getIssuerX500Principal().equals(subject.getIssuerX500Principal()) && signedBy(list, issuer, subject)) {
                    Instant next = list.getNextUpdate() == null ? Instant.MAX : list.getNextUpdate().toInstant();
                    until = next.isAfter(until) ? next : until;
                    X509CRLEntry entry = list.getRevokedCertificate(subject);
                    if (entry != null && !revokedLater(entry, evidence.existedBy()) && !endedInOrder(entry, use)) {
                        broken.add(SealRule.REVOKED);
                        return Instant.MAX;
                    }
                }
            }
            known = until.isBefore(known) ? until : known;
        }
        return known;
    }

    private static boolean revokedLater(X509CRLEntry entry, Instant existedBy) {
        return existedBy != null && entry.getRevocationDate().toInstant().isAfter(existedBy);
    }

    /** What an authority of time said before it ended in order stays true (RFC 3161, 4, 1); nobody else's word is taken for the time. */
    private static boolean endedInOrder(X509CRLEntry entry, Use use) {
        return use.purpose() == Purpose.TIME_STAMPING && IN_ORDER.contains(entry.getRevocationReason())
                && entry.getRevocationDate().toInstant().isAfter(use.time());
    }

    private boolean signedBy(X509CRL list, X509Certificate issuer, X509Certificate subject) {
        List<X509Certificate> candidates = issuer != null ? List.of(issuer)
                : intermediates.stream().filter(each -> each.getSubjectX500Principal().equals(subject.getIssuerX500Principal())).toList();
        return candidates.stream().anyMatch(each -> verifies(list, each));
    }

    private static boolean verifies(X509CRL list, X509Certificate issuer) {
        try {
            list.verify(issuer.getPublicKey(), Sm2.PROVIDER);
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }
}

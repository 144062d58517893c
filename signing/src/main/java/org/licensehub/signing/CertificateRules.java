package org.licensehub.signing;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Judges a signer's certificate chain at the moment of signing (RFC 5280 path validation, without revocation). */
final class CertificateRules {

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;

    private final Set<X509Certificate> anchors;

    CertificateRules(TrustAnchors anchors) {
        this.anchors = anchors.certificates();
    }

    /** The broken rules, none if the chain is good. */
    List<SealRule> judge(List<X509Certificate> chain, Instant signingTime) {
        List<SealRule> broken = new ArrayList<>();
        X509Certificate signer = chain.get(0);
        boolean[] usage = signer.getKeyUsage();
        boolean maySign = usage != null && (usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION]);
        if (!maySign || signer.getBasicConstraints() >= 0) {
            broken.add(SealRule.KEY_USAGE);
        }
        chain.forEach(certificate -> addValidity(certificate, signingTime, broken));
        if (broken.isEmpty()) {
            addPath(chain, signingTime, broken);
        }
        return broken;
    }

    private static void addValidity(X509Certificate certificate, Instant time, List<SealRule> broken) {
        if (time.isBefore(certificate.getNotBefore().toInstant())) {
            broken.add(SealRule.NOT_YET_VALID);
        }
        if (time.isAfter(certificate.getNotAfter().toInstant())) {
            broken.add(SealRule.EXPIRED);
        }
    }

    private void addPath(List<X509Certificate> chain, Instant time, List<SealRule> broken) {
        try {
            List<X509Certificate> below = chain.stream().filter(certificate -> !anchors.contains(certificate)).toList();
            if (below.isEmpty() || !below.get(0).equals(chain.get(0))) {
                broken.add(SealRule.CHAIN);
                return;
            }
            CertPath path = CertificateFactory.getInstance("X.509", Sm2.PROVIDER).generateCertPath(below);
            Set<TrustAnchor> trusted = new HashSet<>();
            anchors.forEach(anchor -> trusted.add(new TrustAnchor(anchor, null)));
            PKIXParameters parameters = new PKIXParameters(trusted);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(time));
            PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult)
                    CertPathValidator.getInstance("PKIX", Sm2.PROVIDER).validate(path, parameters);
            addValidity(result.getTrustAnchor().getTrustedCert(), time, broken);
        } catch (CertPathValidatorException untrusted) {
            broken.add(SealRule.CHAIN);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the path validator could not be set up", e);
        }
    }
}

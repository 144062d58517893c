package org.licensehub.signing;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.licensehub.signing.CertificateRules.Judgement;
import org.licensehub.signing.CertificateRules.Purpose;

/** Judges the value of an electronic seal (GB/T 38540-2020, verification of a seal and of a signature). */
final class SesRules {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final CertificateRules signers;
    private final CertificateRules makers;
    private final Clock clock;

    SesRules(SealTrust trust, Clock clock) {
        this.signers = new CertificateRules(trust.signers(), trust.intermediates(), trust.revocations());
        this.makers = trust.makers().map(anchors -> new CertificateRules(anchors, trust.intermediates(), trust.revocations())).orElse(null);
        this.clock = clock;
    }

    /**
     * @param dataHash SM3 of what the document says was sealed
     * @param propertyInfo what the signature must say it is of; null for anything
     * @param provenTime the time of a trusted time-stamp over the signature; null for none
     * @return broken rules and, not broken by themselves, whether revocation was known
     */
    Judgement judge(SesSignature signature, byte[] dataHash, String propertyInfo, Instant provenTime) {
        Set<SealRule> broken = new LinkedHashSet<>();
        if (!Arrays.equals(signature.dataHash(), dataHash)) {
            broken.add(SealRule.DIGEST_MISMATCH);
        }
        if (propertyInfo != null && !propertyInfo.equals(signature.propertyInfo())) {
            broken.add(SealRule.SES_OF_ANOTHER_FILE);
        }
        if (!signature.signatureGood()) {
            broken.add(SealRule.SIGNATURE_WRONG);
        }
        SesSeal seal = signature.seal();
        X509Certificate signer = signature.signer();
        if (!seal.info().lists(signer)) {
            broken.add(SealRule.SIGNER_NOT_IN_SEAL);
        }
        if (!seal.makerSignatureGood()) {
            broken.add(SealRule.MAKER_SIGNATURE_WRONG);
        }
        if (signature.time().isAfter(clock.instant().plus(CLOCK_SKEW))) {
            broken.add(SealRule.FUTURE);
        }
        if (!broken.isEmpty()) {
            return new Judgement(List.copyOf(broken), false);
        }
        return judgeTrust(signature, provenTime);
    }

    private Judgement judgeTrust(SesSignature signature, Instant provenTime) {
        Set<SealRule> broken = new LinkedHashSet<>();
        SesSealInfo info = signature.seal().info();
        Instant time = provenTime == null ? signature.time() : provenTime;
        if (!info.validAt(signature.time()) || !info.validAt(time)) {
            broken.add(SealRule.SEAL_NOT_VALID);
        }
        Judgement signer = signers.judge(signature.signer(), List.of(), time, provenTime != null, Purpose.SIGNING);
        broken.addAll(signer.broken());
        // a seal outlives the certificate of its maker: what counts is that he could make it when he made it
        if (makers == null || !makers.judge(signature.seal().maker(), List.of(), info.created(), false, Purpose.SIGNING).broken().isEmpty()) {
            broken.add(SealRule.MAKER_UNTRUSTED);
        }
        return new Judgement(List.copyOf(broken), signer.revocationKnown());
    }
}

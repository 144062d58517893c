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
    /** A time-stamp is fetched while sealing: one that comes a day later proves another moment than the one shown. */
    private static final Duration LONGEST_SEALING = Duration.ofDays(1);

    private final CertificateRules signers;
    private final CertificateRules makers;
    private final TimeStampRules times;
    private final Clock clock;

    SesRules(SealTrust trust, Clock clock) {
        this.signers = new CertificateRules(trust.signers(), trust.intermediates(), trust.revocations());
        this.makers = trust.makers().map(anchors -> new CertificateRules(anchors, trust.intermediates(), trust.revocations())).orElse(null);
        this.times = new TimeStampRules(trust);
        this.clock = clock;
    }

    /**
     * @param broken refusals, none if the seal is good
     * @param revocationKnown whether a current list of every issuer above the signer was at hand
     * @param provenTime the moment a trusted time-stamp proves; null without
     * @param timeStampUnchecked there is a time-stamp and nobody to trust for it
     */
    record SesJudgement(List<SealRule> broken, boolean revocationKnown, Instant provenTime, boolean timeStampUnchecked) {
    }

    /**
     * @param dataHash SM3 of what the document says was sealed
     * @param propertyInfo what the signature must say it is of; null for anything
     */
    SesJudgement judge(SesSignature signature, byte[] dataHash, String propertyInfo) {
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
        Instant proven = provenTime(signature, broken);
        if (!broken.isEmpty()) {
            return new SesJudgement(List.copyOf(broken), false, null, false);
        }
        return judgeTrust(signature, proven);
    }

    private Instant provenTime(SesSignature signature, Set<SealRule> broken) {
        if (signature.timeStamp().isEmpty() || !times.knowsAuthorities()) {
            return null;
        }
        Instant proven = times.proven(signature.timeStamp().get(), signature.signatureValue()).orElse(null);
        if (proven == null) {
            broken.add(SealRule.TIME_STAMP_WRONG);
        } else if (Duration.between(signature.time(), proven).abs().compareTo(LONGEST_SEALING) > 0) {
            broken.add(SealRule.TIMES_DISAGREE);
        }
        return proven;
    }

    private SesJudgement judgeTrust(SesSignature signature, Instant provenTime) {
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
        return new SesJudgement(List.copyOf(broken), signer.revocationKnown(), provenTime,
                signature.timeStamp().isPresent() && !times.knowsAuthorities());
    }
}

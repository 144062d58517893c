package org.licensehub.signing;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.licensehub.signing.CertificateRules.Judgement;
import org.licensehub.signing.CertificateRules.Purpose;
import org.licensehub.signing.TimeStampRules.Proof;

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
     * @param remarks what is to be said of a good seal
     */
    record SesJudgement(List<SealRule> broken, boolean revocationKnown, Instant provenTime, List<SealRule> remarks) {
    }

    /** Judges a seal in a file that brings nothing along. */
    SesJudgement judge(SesSignature signature, byte[] dataHash, String propertyInfo) {
        return judge(signature, dataHash, propertyInfo, Evidence.NONE);
    }

    /**
     * @param dataHash SM3 of what the document says was sealed
     * @param propertyInfo what the signature must say it is of; null for anything
     * @param evidence what the file brings, and the moment when all of the seal was there
     */
    SesJudgement judge(SesSignature signature, byte[] dataHash, String propertyInfo, Evidence evidence) {
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
        List<SealRule> remarks = new ArrayList<>();
        Instant stamped = stampedTime(signature, evidence, broken, remarks);
        if (!broken.isEmpty()) {
            return new SesJudgement(List.copyOf(broken), false, null, List.of());
        }
        return judgeTrust(signature, stamped, evidence, remarks);
    }

    /** The moment of the time-stamp inside the seal, as long as it proves anything. */
    private Instant stampedTime(SesSignature signature, Evidence evidence, Set<SealRule> broken, List<SealRule> remarks) {
        if (signature.timeStamp().isEmpty()) {
            return null;
        }
        if (!times.knowsAuthorities()) {
            if (!TimeStampRules.isSoundBy(signature.timeStamp().get(), signature.signatureValue())) {
                broken.add(SealRule.TIME_STAMP_WRONG);
            }
            remarks.add(SealRule.TIME_STAMP_UNCHECKED);
            return null;
        }
        Proof proof = times.prove(signature.timeStamp().get(), signature.signatureValue(), evidence).orElse(null);
        if (proof == null) {
            broken.add(SealRule.TIME_STAMP_WRONG);
            return null;
        }
        if (Duration.between(signature.time(), proof.moment()).abs().compareTo(LONGEST_SEALING) > 0) {
            broken.add(SealRule.TIMES_DISAGREE);
        }
        if (!proof.lasts(evidence, clock.instant())) {
            remarks.add(SealRule.TIME_STAMP_OUTDATED);
            return null;
        }
        return proof.moment();
    }

    private SesJudgement judgeTrust(SesSignature signature, Instant stamped, Evidence evidence, List<SealRule> remarks) {
        Set<SealRule> broken = new LinkedHashSet<>();
        SesSealInfo info = signature.seal().info();
        Instant time = stamped == null ? signature.time() : stamped;
        if (!info.validAt(signature.time()) || !info.validAt(time)) {
            broken.add(SealRule.SEAL_NOT_VALID);
        }
        Instant end = signature.signer().getNotAfter().toInstant();
        Instant proven = stamped != null ? stamped : usable(evidence.existedBy(), end);
        Judgement signer = signers.judge(signature.signer(), List.of(), time, evidence.provenAt(proven), Purpose.SIGNING);
        broken.addAll(signer.broken());
        // a seal outlives the certificate of its maker: what counts is that he could make it when he made it; and what proves the signature
        // proves the seal in it
        if (makers == null || !makers.judge(signature.seal().maker(), List.of(), info.created(), evidence.provenAt(proven), Purpose.SIGNING)
                .broken().isEmpty()) {
            broken.add(SealRule.MAKER_UNTRUSTED);
        }
        if (proven == null && clock.instant().isAfter(end)) {
            remarks.add(SealRule.EXPIRED_SINCE);
        }
        return new SesJudgement(List.copyOf(broken), signer.revocationKnown(proven, clock.instant()), proven, List.copyOf(remarks));
    }

    /** That a file was there proves something about a signature only while its certificate was still valid. */
    static Instant usable(Instant existedBy, Instant certificateEnd) {
        return existedBy == null || existedBy.isAfter(certificateEnd) ? null : existedBy;
    }
}

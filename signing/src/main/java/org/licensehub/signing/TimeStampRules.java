package org.licensehub.signing;

import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.licensehub.signing.CertificateRules.Judgement;
import org.licensehub.signing.CertificateRules.Purpose;

/** Judges time-stamp tokens (RFC 3161, 2.4.2; GB/T 20520). */
final class TimeStampRules {

    private final CertificateRules authorities;

    TimeStampRules(SealTrust trust) {
        this.authorities = trust.timeStampers()
                .map(anchors -> new CertificateRules(anchors, trust.intermediates(), trust.revocations())).orElse(null);
    }

    /** Whether any authority of time is trusted; without one a token proves nothing. */
    boolean knowsAuthorities() {
        return authorities != null;
    }

    /**
     * What a token proves.
     *
     * @param moment the time the authority gave
     * @param until when the first certificate above the token ends: from then on it proves nothing by itself
     */
    record Proof(Instant moment, Instant until) {

        /** Whether the token can still be relied on: now, or at a moment when a later token proves that it was there. */
        boolean lasts(Evidence evidence, Instant now) {
            return !(evidence.existedBy() == null ? now : evidence.existedBy()).isAfter(until);
        }
    }

    /**
     * The moment a token proves on the day it was made.
     *
     * @param token DER of the token
     * @param message what it must be over
     * @return empty if the token is not over this message, is not signed rightly, or not by a trusted authority
     */
    Optional<Instant> proven(byte[] token, byte[] message) {
        return prove(token, message, Evidence.NONE).map(Proof::moment);
    }

    /** The same with what the file brings along; a revocation after the moment the evidence proves does not count. */
    Optional<Proof> prove(byte[] token, byte[] message, Evidence evidence) {
        try {
            StrictCms cms = StrictCms.read(token, null);
            Optional<Instant> moment = momentOf(token, cms, message);
            if (moment.isEmpty() || authorities == null) {
                return Optional.empty();
            }
            Judgement judgement = authorities.judge(cms.certificate(), cms.unnamed(), moment.get(), evidence, Purpose.TIME_STAMPING);
            if (!judgement.broken().isEmpty() || !judgement.path().containsAll(cms.unnamed())) {
                return Optional.empty();
            }
            Instant until = judgement.path().stream().map(each -> each.getNotAfter().toInstant()).min(Instant::compareTo).orElseThrow();
            return Optional.of(new Proof(moment.get(), until));
        } catch (IOException | RuntimeException malformed) {
            return Optional.empty();
        }
    }

    /** Whether a token is over this message, signed rightly and without a free byte, whoever made it; it may bring the issuers of its authority. */
    static boolean isSoundBy(byte[] token, byte[] message) {
        try {
            StrictCms cms = StrictCms.read(token, null);
            return cms.unnamedAreIssuers() && momentOf(token, cms, message).isPresent();
        } catch (IOException | RuntimeException malformed) {
            return false;
        }
    }

    private static Optional<Instant> momentOf(byte[] token, StrictCms cms, byte[] message) throws IOException {
        try {
            cms.requireAlgorithmsOfTheKey();
            TimeStampToken stamp = new TimeStampToken(new CMSSignedData(token));
            if (!MessageDigest.isEqual(imprint(stamp, message), stamp.getTimeStampInfo().getMessageImprintDigest())) {
                return Optional.empty();
            }
            stamp.validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider(Sm2.PROVIDER).build(cms.certificate()));
            return Optional.of(stamp.getTimeStampInfo().getGenTime().toInstant());
        } catch (CMSException | TSPException | OperatorCreationException notSigned) {
            return Optional.empty();
        }
    }

    private static byte[] imprint(TimeStampToken stamp, byte[] message) {
        String algorithm = stamp.getTimeStampInfo().getMessageImprintAlgOID().getId();
        if (algorithm.equals(GMObjectIdentifiers.sm3.getId())) {
            return Sm3.digest(message);
        }
        return algorithm.equals(NISTObjectIdentifiers.id_sha256.getId()) ? Signatures.sha256(message) : new byte[0];
    }
}

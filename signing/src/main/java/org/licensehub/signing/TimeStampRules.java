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
     * The moment a token proves.
     *
     * @param token DER of the token
     * @param message what it must be over
     * @return empty if the token is not over this message, is not signed rightly, or not by a trusted authority
     */
    Optional<Instant> proven(byte[] token, byte[] message) {
        try {
            StrictCms cms = StrictCms.read(token, null);
            Optional<Instant> moment = momentOf(token, cms, message);
            if (moment.isEmpty() || authorities == null) {
                return Optional.empty();
            }
            Judgement judgement = authorities.judge(cms.certificate(), cms.unnamed(), moment.get(), false, Purpose.TIME_STAMPING);
            return judgement.broken().isEmpty() && judgement.path().containsAll(cms.unnamed()) ? moment : Optional.empty();
        } catch (IOException | RuntimeException malformed) {
            return Optional.empty();
        }
    }

    /** Whether a token is over this message, signed rightly and without a free byte, whoever made it. */
    static boolean isSoundBy(byte[] token, byte[] message) {
        try {
            StrictCms cms = StrictCms.read(token, null);
            return cms.unnamed().isEmpty() && momentOf(token, cms, message).isPresent();
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

package org.licensehub.signing;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerId;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
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
            Der.read(token);
            TimeStampToken stamp = new TimeStampToken(new CMSSignedData(token));
            if (!MessageDigest.isEqual(imprint(stamp, message), stamp.getTimeStampInfo().getMessageImprintDigest())) {
                return Optional.empty();
            }
            List<X509Certificate> brought = new ArrayList<>();
            X509Certificate signer = null;
            SignerId wanted = stamp.getSID();
            for (X509CertificateHolder holder : stamp.getCertificates().getMatches(null)) {
                X509Certificate certificate = Certificates.decode(holder.getEncoded());
                brought.add(certificate);
                signer = wanted.match(holder) ? certificate : signer;
            }
            if (signer == null) {
                return Optional.empty();
            }
            stamp.validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider(Sm2.PROVIDER).build(signer));
            Instant moment = stamp.getTimeStampInfo().getGenTime().toInstant();
            boolean trusted = authorities != null && authorities.judge(signer, brought, moment, false, Purpose.TIME_STAMPING).broken().isEmpty();
            return trusted ? Optional.of(moment) : Optional.empty();
        } catch (IOException | CMSException | TSPException | OperatorCreationException | RuntimeException malformed) {
            return Optional.empty();
        }
    }

    private static byte[] imprint(TimeStampToken stamp, byte[] message) {
        String algorithm = stamp.getTimeStampInfo().getMessageImprintAlgOID().getId();
        if (algorithm.equals(GMObjectIdentifiers.sm3.getId())) {
            return Sm3.digest(message);
        }
        if (!algorithm.equals(NISTObjectIdentifiers.id_sha256.getId())) {
            return new byte[0];
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

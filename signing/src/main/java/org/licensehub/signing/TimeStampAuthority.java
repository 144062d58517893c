package org.licensehub.signing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/**
 * A small authority of time (RFC 3161, GB/T 20520) for a hub without access to a licensed one: it says what its own clock
 * says. Takes SM3 and SHA-256 imprints. Safe for use by many threads.
 */
public final class TimeStampAuthority implements SesSignature.TimeStamper {

    private static final Set<String> IMPRINTS = Set.of(GMObjectIdentifiers.sm3.getId(), NISTObjectIdentifiers.id_sha256.getId());

    /** Half of it is used by SM2; RSA signatures of 4,096 bits have room as well. */
    private static final int ROOM_BESIDE_CERTIFICATE = 1_024;

    private final SealingKey key;
    private final ASN1ObjectIdentifier policy;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param key one whose certificate is for time-stamps and nothing else
     * @param policy object identifier of the policy its tokens name
     */
    public TimeStampAuthority(SealingKey key, String policy, Clock clock) {
        this.key = key;
        this.policy = new ASN1ObjectIdentifier(policy);
        this.clock = clock;
    }

    /**
     * Answers one request.
     *
     * @param request DER of a TimeStampReq, media type application/timestamp-query
     * @return DER of a TimeStampResp, a refusal if the request is no good
     */
    public byte[] answer(byte[] request) {
        try {
            return respond(new TimeStampRequest(request)).getEncoded();
        } catch (IOException | TSPException | RuntimeException malformed) {
            return rejection();
        }
    }

    private TimeStampResponse respond(TimeStampRequest request) throws TSPException, IOException {
        TimeStampResponseGenerator generator = new TimeStampResponseGenerator(tokens(), IMPRINTS);
        BigInteger serial = new BigInteger(120, random).setBit(119);
        return generator.generate(request, serial, Date.from(clock.instant().truncatedTo(ChronoUnit.SECONDS)));
    }

    private byte[] rejection() {
        try {
            return new TimeStampResponseGenerator(tokens(), IMPRINTS)
                    .generateFailResponse(org.bouncycastle.asn1.cmp.PKIStatus.REJECTION,
                            org.bouncycastle.asn1.cmp.PKIFailureInfo.badDataFormat, "not a request that can be answered").getEncoded();
        } catch (TSPException | IOException e) {
            throw new IllegalStateException("a refusal in memory could not be made", e);
        }
    }

    /** A token over the digest of a message: SM3 by an SM2 key, SHA-256 by another. */
    @Override
    public byte[] stamp(byte[] message) {
        try {
            TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
            generator.setCertReq(true);
            boolean sm2 = key.algorithm() == SigningAlgorithm.SM2_SM3;
            TimeStampRequest request = generator.generate(sm2 ? TSPAlgorithms.SM3 : TSPAlgorithms.SHA256,
                    sm2 ? Sm3.digest(message) : Signatures.sha256(message));
            return respond(request).getTimeStampToken().getEncoded("DER");
        } catch (TSPException | IOException e) {
            throw new IllegalStateException("时间戳签发失败 / no time-stamp could be made", e);
        }
    }

    /** Its own tokens differ by their times and the length of a signature only, and each byte left free is two in every file. */
    @Override
    public int room() {
        return Certificates.encode(key.certificate()).length + ROOM_BESIDE_CERTIFICATE;
    }

    private TimeStampTokenGenerator tokens() throws TSPException {
        try {
            DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().setProvider(Sm2.PROVIDER).build();
            // the generator's own signing time would be that of the machine, whatever the clock given says
            SignerInfoGenerator signer = new SignerInfoGeneratorBuilder(digests).setSignedAttributeGenerator(parameters ->
                    new DefaultSignedAttributeTableGenerator().getAttributes(parameters).remove(CMSAttributes.signingTime))
                    .build(new KeySigner(key), new JcaX509CertificateHolder(key.certificate()));
            TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(signer,
                    digests.get(new AlgorithmIdentifier(key.algorithm().digest())), policy);
            // its own alone: every certificate in a token is then bound by what is signed
            tokens.addCertificates(new JcaCertStore(List.of(key.certificate())));
            return tokens;
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("the authority's key cannot be used", e);
        }
    }

    /** Lets a key sign what Bouncy Castle assembles. */
    static final class KeySigner implements ContentSigner {

        private final SealingKey key;
        private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

        KeySigner(SealingKey key) {
            this.key = key;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return key.algorithm().identifier();
        }

        @Override
        public OutputStream getOutputStream() {
            collected.reset();
            return collected;
        }

        @Override
        public byte[] getSignature() {
            return key.sign(collected.toByteArray());
        }
    }
}

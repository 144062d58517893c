package org.licensehub.hub.seals.internal;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.SealAuthority;
import org.licensehub.hub.seals.LicenseSeals;
import org.licensehub.signing.IssuedKey;
import org.licensehub.signing.OfdSealer;
import org.licensehub.signing.PdfSealer;
import org.licensehub.signing.SealFormat;
import org.licensehub.signing.SealingKey;
import org.licensehub.signing.SesPicture;
import org.licensehub.signing.SesSeal;
import org.licensehub.signing.SesSealInfo;
import org.licensehub.signing.SesVersion;
import org.springframework.stereotype.Component;

/** Makes seals (制章): a signing key of its own, certified for the owner, and the seal that lists it, signed by the maker. */
@Component
class SealMaker {

    private static final String VENDOR = "LicenseHub";

    private final SealAuthority authority;
    private final TimeStamps times;

    SealMaker(HubKeys keys, TimeStamps times) {
        this.authority = keys.seals();
        this.times = times;
    }

    MadeSeal make(SealRow seal, String number, Instant now) {
        IssuedKey key = authority.newSigningKey(seal.ownerName(), seal.name());
        X509Certificate certificate = key.certificate();
        Instant from = now.truncatedTo(ChronoUnit.SECONDS);
        Instant to = certificate.getNotAfter().toInstant();
        SesSealInfo info = new SesSealInfo(SesVersion.V4, VENDOR, number, SesSealInfo.Kind.UNIT, seal.name(), List.of(encoded(certificate)),
                List.of(), from, from, to, SesPicture.png(seal.picture(), seal.diameterMm(), seal.diameterMm()));
        return new MadeSeal(SesSeal.make(info, authority.maker()).encoded(), authority.encode(key), certificate.getSerialNumber().toString(16),
                from, to);
    }

    /** A seal ready to seal. */
    LicenseSeals.InUse open(SealRow seal, byte[] pkcs12) {
        SesSeal ses = SesSeal.parse(seal.ses());
        SealingKey key = authority.open(pkcs12);
        return new LicenseSeals.InUse(seal.id(), seal.number(), seal.picture(), seal.diameterMm(),
                PdfSealer.with(ses, key, SealFormat.SM2_SEAL, times.stamper()), new OfdSealer(ses, key, times.stamper()));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate just made has no encoding", e);
        }
    }
}

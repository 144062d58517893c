package org.licensehub.hub.issuing.face;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.licensehub.signing.IssuedKey;
import org.licensehub.signing.KeyIssuer;
import org.licensehub.signing.OfdSealRequest;
import org.licensehub.signing.OfdSealVerifier;
import org.licensehub.signing.OfdSealer;
import org.licensehub.signing.SealReport;
import org.licensehub.signing.SealTrust;
import org.licensehub.signing.SealingKey;
import org.licensehub.signing.SesPicture;
import org.licensehub.signing.SesSeal;
import org.licensehub.signing.SesSealInfo;
import org.licensehub.signing.SesVersion;
import org.licensehub.signing.SoftwareSealingKey;
import org.licensehub.signing.TrustAnchors;

/** Seals faces with a seal as a district has one, and judges them. */
final class SealedOfd {

    static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    static final Map<String, String> METADATA = Map.of("certificate_number", "JY23502060000001");

    private final IssuedKey root;
    private final KeyIssuer issuer = new KeyIssuer(Clock.fixed(NOW.minus(Duration.ofDays(30)), ZoneOffset.UTC), 365);

    SealedOfd() {
        root = issuer.sealRoot("测试根证书");
    }

    OfdSealer sealer(String organisation) throws CertificateEncodingException {
        IssuedKey signer = issuer.sealSigner(root, organisation, organisation + "电子证照专用章");
        SealingKey key = SoftwareSealingKey.of(signer.privateKey(), signer.chain());
        SesSealInfo info = new SesSealInfo(SesVersion.V4, "LicenseHub", "35020500000001", SesSealInfo.Kind.UNIT, organisation + "电子证照专用章",
                List.of(signer.certificate().getEncoded()), List.of(), NOW.minus(Duration.ofDays(20)), NOW.minus(Duration.ofDays(20)),
                NOW.plus(Duration.ofDays(300)), SesPicture.png(SealImage.png(organisation, "电子证照专用章"), 42, 42));
        return new OfdSealer(SesSeal.make(info, key), key, null);
    }

    static OfdSealRequest at(OfdFaceRenderer.RenderedOfd face) {
        return new OfdSealRequest(NOW, face.anchor().page(), face.sealX(), face.sealY());
    }

    SealReport judge(byte[] ofd) {
        SealTrust trust = SealTrust.of(TrustAnchors.of(root.certificate())).withMakers(TrustAnchors.of(root.certificate()));
        return new OfdSealVerifier(trust, Clock.fixed(NOW, ZoneOffset.UTC)).verify(ofd);
    }

    static String text(byte[] xml) {
        return new String(xml, StandardCharsets.UTF_8);
    }
}

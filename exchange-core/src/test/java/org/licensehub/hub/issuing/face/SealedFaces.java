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
import org.licensehub.signing.PdfSealVerifier;
import org.licensehub.signing.PdfSealer;
import org.licensehub.signing.SealFormat;
import org.licensehub.signing.SealMark;
import org.licensehub.signing.SealNames;
import org.licensehub.signing.SealReport;
import org.licensehub.signing.SealRequest;
import org.licensehub.signing.SealTrust;
import org.licensehub.signing.SealingKey;
import org.licensehub.signing.SesPicture;
import org.licensehub.signing.SesSeal;
import org.licensehub.signing.SesSealInfo;
import org.licensehub.signing.SesVersion;
import org.licensehub.signing.SoftwareSealingKey;
import org.licensehub.signing.TrustAnchors;

/** Seals faces with a seal as a district has one, and judges them. */
final class SealedFaces {

    static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    static final Map<String, String> METADATA = Map.of("certificate_number", "JY23502060000001");

    private final IssuedKey root;
    private final KeyIssuer issuer = new KeyIssuer(Clock.fixed(NOW.minus(Duration.ofDays(30)), ZoneOffset.UTC), 365);

    SealedFaces() {
        root = issuer.sealRoot("测试根证书");
    }

    record Made(SesSeal seal, SealingKey key, IssuedKey issued) {
    }

    Made seal(String organisation) throws CertificateEncodingException {
        IssuedKey signer = issuer.sealSigner(root, organisation, organisation + "电子证照专用章");
        SealingKey key = SoftwareSealingKey.of(signer.privateKey(), signer.chain());
        SesSealInfo info = new SesSealInfo(SesVersion.V4, "LicenseHub", "35020500000001", SesSealInfo.Kind.UNIT, organisation + "电子证照专用章",
                List.of(signer.certificate().getEncoded()), List.of(), NOW.minus(Duration.ofDays(20)), NOW.minus(Duration.ofDays(20)),
                NOW.plus(Duration.ofDays(300)), SesPicture.png(new SealImage(FaceFont.shared()).png(organisation, "电子证照专用章", true, 42), 42, 42));
        return new Made(SesSeal.make(info, key), key, signer);
    }

    OfdSealer sealer(String organisation) throws CertificateEncodingException {
        Made made = seal(organisation);
        return new OfdSealer(made.seal, made.key, null);
    }

    /** Seals a face in its place. */
    byte[] sealed(RenderedFace face, String organisation) throws CertificateEncodingException {
        Made made = seal(organisation);
        SealAnchor at = face.anchor();
        return PdfSealer.with(made.seal, made.key, SealFormat.SM2_SEAL, null).seal(face.pdf(), new SealRequest("签发电子证照", "350205", organisation, NOW,
                new SealMark(at.page(), at.x(), at.y(), at.width(), at.height(), made.seal.info().picture().data())));
    }

    SealReport judgePdf(byte[] pdf) {
        return new PdfSealVerifier(trust(), SealNames.KNOWN, Clock.fixed(NOW, ZoneOffset.UTC)).verify(pdf);
    }

    private SealTrust trust() {
        return SealTrust.of(TrustAnchors.of(root.certificate())).withMakers(TrustAnchors.of(root.certificate()));
    }

    static OfdSealRequest at(OfdFaceRenderer.RenderedOfd face) {
        return new OfdSealRequest(NOW, face.anchor().page(), face.sealX(), face.sealY());
    }

    SealReport judge(byte[] ofd) {
        return new OfdSealVerifier(trust(), Clock.fixed(NOW, ZoneOffset.UTC)).verify(ofd);
    }

    static String text(byte[] xml) {
        return new String(xml, StandardCharsets.UTF_8);
    }
}

package org.licensehub.signing;

import java.math.BigInteger;
import java.security.cert.X509CRL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** A ready-made test PKI: roots, a maker of seals, signers good, revoked and expired, an authority of time. */
record SealPki(IssuedKey root, IssuedKey makerRoot, IssuedKey maker, IssuedKey signer, IssuedKey revoked, IssuedKey expired,
               IssuedKey timeStamper, X509CRL revocations) {

    static final Instant NOW = TestPki.NOW;
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    static SealPki fresh() {
        KeyIssuer issuer = new KeyIssuer(Clock.fixed(NOW.minus(Duration.ofDays(400)), ZoneOffset.UTC), 800);
        KeyIssuer former = new KeyIssuer(Clock.fixed(NOW.minus(Duration.ofDays(390)), ZoneOffset.UTC), 365);
        IssuedKey root = issuer.sealRoot("测试根证书");
        IssuedKey makerRoot = issuer.sealRoot("测试制章根证书");
        IssuedKey revoked = issuer.sealSigner(root, "海沧区某局", "已吊销");
        return new SealPki(root, makerRoot, issuer.sealSigner(makerRoot, "厦门市印章管理机构", "制章者"),
                issuer.sealSigner(root, "海沧区行政审批局", "海沧区行政审批局电子证照专用章"), revoked,
                former.sealSigner(root, "海沧区某局", "已过期"), issuer.timeStamper(root, "测试时间戳机构"),
                issuer.revocationList(root, Map.of(revoked.certificate().getSerialNumber(), NOW.minus(Duration.ofDays(10)))));
    }

    TimeStampAuthority authorityAt(Instant moment) {
        return new TimeStampAuthority(key(timeStamper), "1.2.156.10197.99.1", Clock.fixed(moment, ZoneOffset.UTC));
    }

    SealTrust trust() {
        return SealTrust.of(TrustAnchors.of(root.certificate())).withMakers(TrustAnchors.of(makerRoot.certificate()));
    }

    PdfSealVerifier verifier() {
        return new PdfSealVerifier(trust(), SealNames.KNOWN, CLOCK);
    }

    static SoftwareSealingKey key(IssuedKey of) {
        return SoftwareSealingKey.of(of.privateKey(), of.chain());
    }

    SesSealInfo info(IssuedKey user) {
        return info(user, TestPdf.redDisc());
    }

    SesSealInfo info(IssuedKey user, byte[] png) {
        return new SesSealInfo(SesVersion.V4, "LicenseHub", "3502050000000" + BigInteger.ONE, SesSealInfo.Kind.UNIT,
                "海沧区行政审批局电子证照专用章", List.of(Certificates.encode(user.certificate())), List.of(), NOW.minus(Duration.ofDays(300)),
                NOW.minus(Duration.ofDays(300)), NOW.plus(Duration.ofDays(300)), SesPicture.png(png, 42, 42));
    }

    SesSeal seal() {
        return SesSeal.make(info(signer), key(maker));
    }

    PdfSealer sealer() {
        return PdfSealer.with(seal(), key(signer), SealFormat.SM2_SEAL, null);
    }
}

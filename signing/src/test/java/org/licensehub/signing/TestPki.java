package org.licensehub.signing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** One root and one signer, made once per test class that asks. */
record TestPki(IssuedKey root, IssuedKey signer) {

    static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    static TestPki fresh() {
        return issuedAt(NOW, 365);
    }

    static TestPki issuedAt(Instant when, int days) {
        KeyIssuer issuer = new KeyIssuer(Clock.fixed(when, ZoneOffset.UTC), days);
        IssuedKey root = issuer.sealRoot("测试根证书");
        return new TestPki(root, issuer.sealSigner(root, "海沧区行政审批局", "海沧区行政审批局电子证照专用章"));
    }

    SoftwareSealingKey key() {
        return SoftwareSealingKey.of(signer.privateKey(), signer.chain());
    }

    PdfSealVerifier verifier() {
        return new PdfSealVerifier(SealTrust.of(TrustAnchors.of(root.certificate())), SealNames.KNOWN, CLOCK);
    }
}

package org.licensehub.signing;

import java.security.cert.X509CRL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * Beside the PKI of seals one of ECDSA that others understand: roots for twenty years, signers and an authority of time for
 * two, another authority for the years after. Lists of revoked certificates last a month.
 */
record LongTermPki(SealPki seals, IssuedKey root, IssuedKey rsa, IssuedKey ecdsa, IssuedKey timeStamper, IssuedKey laterTimeStamper) {

    static final Instant NOW = SealPki.NOW;
    static final Instant LATER = NOW.plus(Duration.ofDays(500));
    static final Instant MUCH_LATER = NOW.plus(Duration.ofDays(1_500));

    static LongTermPki fresh() {
        KeyIssuer lasting = issuer(NOW.minus(Duration.ofDays(1)), 7_000);
        IssuedKey root = lasting.tlsRoot("长期根证书");
        KeyIssuer issuer = issuer(NOW.minus(Duration.ofDays(1)), 700);
        return new LongTermPki(SealPki.fresh(), root, issuer.documentSigner(root, "海沧区行政审批局", "RSA", true),
                issuer.documentSigner(root, "海沧区行政审批局", "ECDSA", false), issuer.timeStamper(root, "时间戳机构"),
                issuer(LATER.minus(Duration.ofDays(1)), 2_000).timeStamper(root, "后来的时间戳机构"));
    }

    private static KeyIssuer issuer(Instant when, int days) {
        return new KeyIssuer(clock(when), days);
    }

    static Clock clock(Instant when) {
        return Clock.fixed(when, ZoneOffset.UTC);
    }

    /** The authority of this PKI that stamps at this moment. */
    TimeStampAuthority authority(Instant moment) {
        IssuedKey key = moment.isBefore(LATER) ? timeStamper : laterTimeStamper;
        return new TimeStampAuthority(KeyFiles.of(key.privateKey(), key.chain()), "1.2.156.10197.99.2", clock(moment));
    }

    /** Makes lists an hour old, good for a month. */
    static KeyIssuer lists(Instant moment) {
        return issuer(moment.minus(Duration.ofHours(1)), 30);
    }

    /** The list of the root at this moment, on which nobody is. */
    X509CRL list(Instant moment) {
        return lists(moment).revocationList(root, Map.of());
    }

    /** What can be embedded at this moment. */
    ValidationMaterial known(Instant moment) {
        KeyIssuer lists = lists(moment);
        return new ValidationMaterial(List.of(root.certificate(), seals.root().certificate(), seals.makerRoot().certificate()),
                List.of(list(moment), lists.revocationList(seals.root(), Map.of()), lists.revocationList(seals.makerRoot(), Map.of())));
    }

    PdfPreserver preserver(Instant moment) {
        return new PdfPreserver(authority(moment), clock(moment));
    }

    /** Trusts the roots, knows no lists: what was embedded must do. */
    SealTrust trust() {
        return seals.trust().withTimeStampers(TrustAnchors.of(root.certificate(), seals.root().certificate()));
    }

    SealReport judge(byte[] file, Instant moment) {
        return new PdfSealVerifier(trust(), SealNames.KNOWN, clock(moment)).verify(file);
    }

    byte[] sealed() {
        return seals.sealer().seal(TestPdf.compressed(), TestPdf.request());
    }

    /** With an outer signature, time-stamped or not. */
    byte[] signed(boolean byRsa, boolean stamped) {
        IssuedKey key = byRsa ? rsa : ecdsa;
        return new PadesSigner(KeyFiles.of(key.privateKey(), key.chain()), stamped ? authority(NOW) : null)
                .sign(sealed(), "海沧区行政审批局", NOW);
    }

    byte[] embedded(boolean byRsa) {
        return preserver(NOW).embed(signed(byRsa, true), known(NOW));
    }

    byte[] preserved(boolean byRsa) {
        return preserver(NOW).preserve(signed(byRsa, true), known(NOW));
    }

    /** Preserved, and stamped again before the first authority's certificate ended. */
    byte[] renewed(boolean byRsa) {
        return preserver(LATER).renew(preserved(byRsa), known(LATER));
    }
}

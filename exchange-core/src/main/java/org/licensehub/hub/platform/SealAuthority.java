package org.licensehub.hub.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.licensehub.signing.IssuedKey;
import org.licensehub.signing.KeyIssuer;
import org.licensehub.signing.SealTrust;
import org.licensehub.signing.SealingKey;
import org.licensehub.signing.SoftwareSealingKey;
import org.licensehub.signing.TimeStampAuthority;
import org.licensehub.signing.TrustAnchors;

/**
 * Keys that electronic seals need besides their own: that of the maker of seals (制章者), under a root of its own so that
 * whoever may sign cannot make a seal, that which certifies the signing key of each seal, and that of a small authority of
 * time. Software keys made on first
 * start; their certificates say that they are not for production.
 */
public final class SealAuthority {

    private static final int VALIDITY_DAYS = 3650;
    /** A signing key is used for years, not for ever. */
    private static final int SIGNER_DAYS = 5 * 365 + 1;
    private static final String ALIAS = "key";
    /** Made from a random UUID (ITU-T X.667), so that nobody had to be asked: a token of a hub's own authority, by software. */
    private static final String TIME_POLICY = "2.25.10226202259346363210572135619618426620";

    private final SealingKey maker;
    private final IssuedKey signers;
    private final SealingKey time;
    private final char[] password;
    private final Clock clock;

    private SealAuthority(SealingKey maker, IssuedKey signers, SealingKey time, char[] password, Clock clock) {
        this.maker = maker;
        this.signers = signers;
        this.time = time;
        this.password = password;
        this.clock = clock;
    }

    /** Each file is made for itself if it is missing: a hub of an earlier version has none. */
    static SealAuthority loadOrCreate(Path folder, String hubId, String hubName, char[] password, Clock clock) throws IOException {
        KeyIssuer issuer = new KeyIssuer(clock, VALIDITY_DAYS);
        Path makerStore = folder.resolve("maker.p12");
        if (!Files.exists(makerStore)) {
            IssuedKey root = issuer.sealRoot("LicenseHub " + hubId + " seal makers");
            issuer.writeSealKey(issuer.sealSigner(root, hubName, hubName + "制章"), makerStore, password, ALIAS);
        }
        Path signerStore = folder.resolve("signers.p12");
        if (!Files.exists(signerStore)) {
            issuer.writeSealKey(issuer.sealRoot("LicenseHub " + hubId + " seal signers"), signerStore, password, ALIAS);
        }
        Path timeStore = folder.resolve("time-stamps.p12");
        if (!Files.exists(timeStore)) {
            IssuedKey root = issuer.sealRoot("LicenseHub " + hubId + " time-stamps");
            issuer.writeSealKey(issuer.timeStamper(root, hubName + "时间戳"), timeStore, password, ALIAS);
        }
        return new SealAuthority(SoftwareSealingKey.open(makerStore, password, ALIAS),
                KeyIssuer.decodeSealKey(Files.readAllBytes(signerStore), password, ALIAS), SoftwareSealingKey.open(timeStore, password, ALIAS),
                password, clock);
    }

    /** Makes seals: signs what a seal says of itself. */
    public SealingKey maker() {
        return maker;
    }

    /** Says what the hub's clock says; for a hub without a licensed authority of time. */
    public TimeStampAuthority timeStamps() {
        return new TimeStampAuthority(time, TIME_POLICY, clock);
    }

    /**
     * A new SM2 signing key for one seal, certified for five years.
     *
     * @param owner organisation in its certificate
     * @param name common name in its certificate
     */
    public IssuedKey newSigningKey(String owner, String name) {
        return new KeyIssuer(clock, SIGNER_DAYS).sealSigner(signers, owner, name);
    }

    /** PKCS#12 under the hub's key store password. */
    public byte[] encode(IssuedKey key) {
        return KeyIssuer.encodeSealKey(key, password, ALIAS);
    }

    /** Opens what {@link #encode} made. */
    public SealingKey open(byte[] pkcs12) {
        try {
            IssuedKey key = KeyIssuer.decodeSealKey(pkcs12, password, ALIAS);
            return SoftwareSealingKey.of(key.privateKey(), key.chain());
        } catch (IOException e) {
            throw new UncheckedIOException("印章密钥无法打开 / the key of a seal cannot be opened", e);
        }
    }

    /** What a verifier must believe in to accept seals made here, and signers under further roots. */
    SealTrust trust(X509Certificate... furtherRoots) {
        List<X509Certificate> roots = new ArrayList<>(List.of(furtherRoots));
        roots.add(signers.certificate());
        return SealTrust.of(TrustAnchors.of(roots.toArray(X509Certificate[]::new)))
                .withMakers(rootOf(maker)).withTimeStampers(rootOf(time));
    }

    private static TrustAnchors rootOf(SealingKey key) {
        return TrustAnchors.of(key.chain().get(key.chain().size() - 1));
    }
}

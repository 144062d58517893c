package org.licensehub.hub.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.licensehub.signing.IssuedKey;
import org.licensehub.signing.KeyIssuer;
import org.licensehub.signing.Revocation;
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

    /** Whose certificates can be revoked: signers of documents, makers of seals (制章者), authorities of time. Each has a root of its own. */
    public enum Issuer {
        SIGNERS("signers.p12", "seal signers"), MAKERS("makers-root.p12", "seal makers"), TIME_STAMPS("time-stamps-root.p12", "time-stamps");

        private final String file;
        private final String label;

        Issuer(String file, String label) {
            this.file = file;
            this.label = label;
        }
    }

    private final Map<Issuer, IssuedKey> roots;
    private final SealingKey maker;
    private final SealingKey time;
    private final char[] password;
    private final Clock clock;

    private SealAuthority(Map<Issuer, IssuedKey> roots, SealingKey maker, SealingKey time, char[] password, Clock clock) {
        this.roots = roots;
        this.maker = maker;
        this.time = time;
        this.password = password;
        this.clock = clock;
    }

    /** Each file is made for itself if it is missing: a hub of an earlier version has none. */
    static SealAuthority loadOrCreate(Path folder, String hubId, String hubName, char[] password, Clock clock) throws IOException {
        KeyIssuer issuer = new KeyIssuer(clock, VALIDITY_DAYS);
        Map<Issuer, IssuedKey> roots = new EnumMap<>(Issuer.class);
        Path makerStore = folder.resolve("maker.p12");
        Path timeStore = folder.resolve("time-stamps.p12");
        Map<Issuer, Path> leaves = Map.of(Issuer.MAKERS, makerStore, Issuer.TIME_STAMPS, timeStore);
        for (Issuer each : Issuer.values()) {
            Path store = folder.resolve(each.file);
            // earlier versions threw two roots away: what stands below them keeps working, only no list names it
            if (!Files.exists(store) && (!leaves.containsKey(each) || !Files.exists(leaves.get(each)))) {
                issuer.writeSealKey(issuer.sealRoot("LicenseHub " + hubId + " " + each.label), store, password, ALIAS);
            }
            if (Files.exists(store)) {
                roots.put(each, KeyIssuer.decodeSealKey(Files.readAllBytes(store), password, ALIAS));
            }
        }
        if (!Files.exists(makerStore)) {
            issuer.writeSealKey(issuer.sealSigner(roots.get(Issuer.MAKERS), hubName, hubName + "制章"), makerStore, password, ALIAS);
        }
        if (!Files.exists(timeStore)) {
            issuer.writeSealKey(issuer.timeStamper(roots.get(Issuer.TIME_STAMPS), hubName + "时间戳"), timeStore, password, ALIAS);
        }
        return new SealAuthority(roots, SoftwareSealingKey.open(makerStore, password, ALIAS), SoftwareSealingKey.open(timeStore, password, ALIAS),
                password, clock);
    }

    /**
     * A list of revoked certificates.
     *
     * @param number larger than that of the issuer's earlier lists
     * @param validity until the next list is there at the latest
     * @return empty if the root was made by an earlier version, which did not keep its key
     */
    public Optional<X509CRL> revocationList(Issuer issuer, long number, Duration validity, List<Revocation> revoked) {
        return Optional.ofNullable(roots.get(issuer)).map(root -> new KeyIssuer(clock, VALIDITY_DAYS).revocationList(root, number, validity, revoked));
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
        return new KeyIssuer(clock, SIGNER_DAYS).sealSigner(roots.get(Issuer.SIGNERS), owner, name);
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
        List<X509Certificate> trusted = new ArrayList<>(List.of(furtherRoots));
        trusted.add(roots.get(Issuer.SIGNERS).certificate());
        return SealTrust.of(TrustAnchors.of(trusted.toArray(X509Certificate[]::new)))
                .withMakers(rootOf(maker)).withTimeStampers(rootOf(time));
    }

    private static TrustAnchors rootOf(SealingKey key) {
        return TrustAnchors.of(key.chain().get(key.chain().size() - 1));
    }
}

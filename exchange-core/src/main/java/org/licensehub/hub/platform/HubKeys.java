package org.licensehub.hub.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import org.licensehub.signing.IssuedKey;
import org.licensehub.signing.KeyIssuer;
import org.licensehub.signing.SealTrust;
import org.licensehub.signing.SealingKey;
import org.licensehub.signing.Sm2Verifier;
import org.licensehub.signing.SoftwareSealingKey;

/**
 * The SM2 keys of this hub: one that sealed license files before there were electronic seals, those that make and certify
 * seals, and one that signs tree heads, receipts and envelopes. Software keys made on first start; their certificates say
 * that they are not for production.
 */
public final class HubKeys {

    private static final int VALIDITY_DAYS = 3650;
    private static final String ALIAS = "key";

    private final SealingKey sealKey;
    private final SealingKey hubKey;
    private final SealAuthority seals;
    private final SealTrust trust;

    private HubKeys(SealingKey sealKey, SealingKey hubKey, SealAuthority seals, SealTrust trust) {
        this.sealKey = sealKey;
        this.hubKey = hubKey;
        this.seals = seals;
        this.trust = trust;
    }

    /** Opens the keys in a folder, making them first if there are none; also leaves {@code hub.pub.pem} there for neighbours. */
    public static HubKeys loadOrCreate(Path folder, String hubId, String hubName, Clock clock) throws IOException {
        Files.createDirectories(folder);
        char[] password = Secrets.loadOrCreate(folder.resolve("keystore.password")).toCharArray();
        Path sealStore = folder.resolve("seal.p12");
        Path hubStore = folder.resolve("hub.p12");
        if (!Files.exists(hubStore)) {
            KeyIssuer issuer = new KeyIssuer(clock, VALIDITY_DAYS);
            IssuedKey root = issuer.sealRoot("LicenseHub " + hubId);
            issuer.writeSealKey(issuer.sealSigner(root, hubName, hubName + "电子证照专用章"), sealStore, password, ALIAS);
            // written last: as long as it is missing, all keys are made again
            issuer.writeSealKey(issuer.sealSigner(root, hubName, hubId), hubStore, password, ALIAS);
        }
        SealingKey seal = SoftwareSealingKey.open(sealStore, password, ALIAS);
        SealingKey hub = SoftwareSealingKey.open(hubStore, password, ALIAS);
        Path publicKey = folder.resolve("hub.pub.pem");
        if (!Files.exists(publicKey)) {
            Files.writeString(publicKey, Sm2Verifier.publicKeyToPem(hub.certificate().getPublicKey()));
        }
        SealAuthority seals = SealAuthority.loadOrCreate(folder, hubId, hubName, password, clock);
        SealTrust trust = seals.trust(seal.chain().get(seal.chain().size() - 1)).withTimeStampersIn(folder.resolve("tsa"));
        // for whoever verifies files of this hub without it
        trust.write(folder.resolve("trust"));
        return new HubKeys(seal, hub, seals, trust);
    }

    /** Sealed license files in the CMS form (decision 0006); files of that time must keep verifying. */
    public SealingKey sealKey() {
        return sealKey;
    }

    /** Signs tree heads, receipts and envelopes. */
    public SealingKey hubKey() {
        return hubKey;
    }

    public PublicKey hubPublicKey() {
        return hubKey.certificate().getPublicKey();
    }

    /** Makes seals and certifies their keys. */
    public SealAuthority seals() {
        return seals;
    }

    /** What a verifier must believe in to accept the files this hub sealed, in the CMS form or with electronic seals. */
    public SealTrust sealTrust() {
        return trust;
    }
}

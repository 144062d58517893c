package org.licensehub.signing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Opens key files (PKCS#12, RFC 7292) of every kind of key that can seal. */
public final class KeyFiles {

    private KeyFiles() {
    }

    /**
     * Opens a file that holds one key, under whatever alias.
     *
     * @throws IOException if the file cannot be read or the password is wrong
     * @throws IllegalArgumentException if it holds no key or several, or one that cannot seal
     */
    public static SealingKey open(Path pkcs12, char[] password) throws IOException {
        try (InputStream in = Files.newInputStream(pkcs12)) {
            KeyStore store = KeyStore.getInstance("PKCS12", Sm2.PROVIDER);
            store.load(in, password);
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw new IllegalArgumentException("密钥库中应有且仅有一个私钥 / the key store does not hold exactly one key");
            }
            return read(store, password, keys.get(0));
        } catch (GeneralSecurityException e) {
            throw new IOException("无法打开密钥库 / the key store cannot be opened: " + pkcs12.getFileName(), e);
        }
    }

    static SealingKey read(KeyStore store, char[] password, String alias) throws GeneralSecurityException {
        Key key = store.getKey(alias, password);
        if (!(key instanceof PrivateKey privateKey)) {
            throw new IllegalArgumentException("密钥库中没有该别名的私钥 / no private key under the alias " + alias);
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : store.getCertificateChain(alias)) {
            chain.add((X509Certificate) certificate);
        }
        return of(privateKey, chain);
    }

    /**
     * A key from its parts, for instance from what {@link KeyIssuer} just made.
     *
     * @param chain the key's certificate first
     * @throws IllegalArgumentException if it is no key that can seal, or the certificate is not that of the key
     */
    public static SealingKey of(PrivateKey key, List<X509Certificate> chain) {
        if (SigningAlgorithm.of(chain.get(0).getPublicKey()) == SigningAlgorithm.SM2_SM3) {
            return SoftwareSealingKey.of(key, chain);
        }
        SealingKey made = new JcaSealingKey(key, chain);
        try {
            made.sign(new byte[] {1});
        } catch (IllegalStateException differs) {
            throw new IllegalArgumentException("证书与私钥不匹配 / the certificate is not that of the key", differs);
        }
        return made;
    }
}

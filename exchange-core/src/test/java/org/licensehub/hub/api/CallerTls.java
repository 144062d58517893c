package org.licensehub.hub.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.licensehub.signing.IssuedKey;
import org.licensehub.signing.KeyIssuer;
import org.licensehub.signing.Sm3;

/** An authority for TLS certificates, the hub's own certificate from it, and those of callers. */
final class CallerTls {

    private static final char[] PASSWORD = "test-password".toCharArray();

    private final KeyIssuer issuer = new KeyIssuer(Clock.systemUTC(), 30);
    private final IssuedKey root = issuer.tlsRoot("callers of the test hub");

    /** @param folder gets {@code tls.p12}, {@code tls-trust.p12} and {@code tls.password} */
    void writeStores(Path folder) throws IOException {
        Files.createDirectories(folder);
        issuer.writeTlsKey(newKey("hub"), folder.resolve("tls.p12"), PASSWORD, "tls");
        issuer.writeTlsTrust(List.of(root.certificate()), folder.resolve("tls-trust.p12"), PASSWORD);
        Files.writeString(folder.resolve("tls.password"), new String(PASSWORD));
    }

    IssuedKey newKey(String name) {
        return issuer.tlsPeer(root, name, List.of("localhost"), List.of("127.0.0.1"));
    }

    /** A certificate of the same name under an authority that the hub does not know. */
    IssuedKey newKeyOfStranger(String name) {
        return issuer.tlsPeer(issuer.tlsRoot("strangers"), name, List.of("localhost"), List.of("127.0.0.1"));
    }

    static String sha256(IssuedKey key) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.certificate().getEncoded()));
    }

    static String sm3(IssuedKey key) throws GeneralSecurityException {
        return HexFormat.of().formatHex(Sm3.digest(key.certificate().getEncoded()));
    }

    /** @param key own key; {@code null} for a caller without a certificate; @param whole whether the issuing authority is sent along */
    SSLContext context(IssuedKey key, boolean whole) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load((InputStream) null, PASSWORD);
        if (key != null) {
            X509Certificate[] chain = whole ? new X509Certificate[] {key.certificate(), root.certificate()} : new X509Certificate[] {key.certificate()};
            own.setKeyEntry("own", key.privateKey(), PASSWORD, chain);
        }
        keys.init(own, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load((InputStream) null, PASSWORD);
        trusted.setCertificateEntry("root", root.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}

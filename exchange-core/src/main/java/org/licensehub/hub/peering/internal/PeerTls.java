package org.licensehub.hub.peering.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.licensehub.hub.platform.HubProperties;

/** The mutual TLS between hubs: own key and certificate, and the roots that neighbours' certificates chain to. */
final class PeerTls {

    private PeerTls() {
    }

    static SSLContext context(HubProperties.Peering peering) throws IOException, GeneralSecurityException {
        char[] password = password(peering).toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(peering.keyStore(), password), password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load(peering.trustStore(), password));
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    static String password(HubProperties.Peering peering) {
        try {
            return Files.readString(peering.passwordFile()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The password of the peering key stores cannot be read", e);
        }
    }

    private static KeyStore load(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }
}

package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MutualTlsTest {

    private static final char[] PASSWORD = "pw".toCharArray();

    private final KeyIssuer issuer = new KeyIssuer(Clock.systemUTC(), 2);
    private final IssuedKey root = issuer.tlsRoot("tls root");

    @Test
    void twoPeersOfOneRootShakeHandsAndCheckTheAddress() throws Exception {
        assertThat(talk(peer(root), peer(root))).isEqualTo(42);
    }

    @Test
    void aPeerOfAnotherRootIsTurnedAway() {
        IssuedKey stranger = peer(issuer.tlsRoot("other root"));
        assertThatThrownBy(() -> talk(peer(root), stranger)).isInstanceOf(IOException.class);
    }

    private IssuedKey peer(IssuedKey from) {
        return issuer.tlsPeer(from, "hub", List.of("localhost"), List.of("127.0.0.1"));
    }

    private int talk(IssuedKey server, IssuedKey client) throws Exception {
        InetAddress here = InetAddress.getByName("127.0.0.1");
        try (SSLServerSocket listening = (SSLServerSocket) context(server).getServerSocketFactory()
                .createServerSocket(0, 1, here)) {
            listening.setNeedClientAuth(true);
            CompletableFuture<Void> answer = CompletableFuture.runAsync(() -> answer(listening));
            try (SSLSocket socket = (SSLSocket) context(client).getSocketFactory()
                    .createSocket("127.0.0.1", listening.getLocalPort())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.getOutputStream().write(1);
                int read = socket.getInputStream().read();
                if (read < 0) {
                    throw new IOException("closed without an answer");
                }
                answer.join();
                return read;
            }
        }
    }

    private static void answer(SSLServerSocket listening) {
        try (Socket socket = listening.accept()) {
            socket.getInputStream().read();
            socket.getOutputStream().write(42);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLContext context(IssuedKey own) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("tls", own.privateKey(), PASSWORD,
                own.chain().toArray(java.security.cert.Certificate[]::new));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", root.certificate());
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), new SecureRandom());
        return context;
    }
}

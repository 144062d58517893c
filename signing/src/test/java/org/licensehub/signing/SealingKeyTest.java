package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys of every kind, in a file and behind a service: the same contract. */
class SealingKeyTest {

    private static final String TOKEN = "test-token";
    private static final KeyIssuer ISSUER = new KeyIssuer(SealPki.CLOCK, 30);

    @TempDir
    private Path folder;
    private HttpServer server;
    private volatile SealingKey behind;
    private volatile boolean faulty;

    static Stream<IssuedKey> keys() {
        IssuedKey sm2 = ISSUER.sealRoot("根");
        IssuedKey other = ISSUER.tlsRoot("root");
        return Stream.of(ISSUER.sealSigner(sm2, "单位", "印章"), ISSUER.documentSigner(other, "单位", "document", false),
                ISSUER.documentSigner(other, "单位", "document", true));
    }

    /** The reference service: two paths, a token, and a key it never gives out. */
    @BeforeEach
    void startService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/keys/one/certificates", exchange -> {
            StringBuilder pem = new StringBuilder();
            behind.chain().forEach(each -> pem.append(Pem.write(Certificates.encode(each), Certificates.LABEL)));
            answer(exchange, pem.toString().getBytes(StandardCharsets.US_ASCII));
        });
        server.createContext("/keys/one/signature", exchange -> {
            byte[] digest = exchange.getRequestBody().readAllBytes();
            if (faulty) {
                digest[0] ^= 1;
            }
            answer(exchange, behind.signDigest(digest));
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, byte[] bytes) throws IOException {
        boolean allowed = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        exchange.sendResponseHeaders(allowed ? 200 : 401, allowed ? bytes.length : -1);
        if (allowed) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @AfterEach
    void stopService() {
        server.stop(0);
    }

    private SealingKey remote(String token) throws IOException {
        return RemoteSealingKey.open(HttpClient.newHttpClient(), URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys/one"),
                token, Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aKeyFromAFileSignsWhatItsCertificateVerifies(IssuedKey issued) throws IOException {
        Path file = folder.resolve("key.p12");
        ISSUER.writeSealKey(issued, file, "secret".toCharArray(), "whatever");

        SealingKey key = KeyFiles.open(file, "secret".toCharArray());
        assertContract(key);
        assertThat(key.chain()).isEqualTo(issued.chain());
        assertThatThrownBy(() -> KeyFiles.open(file, "wrong".toCharArray())).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aKeyBehindAServiceKeepsTheSameContract(IssuedKey issued) throws IOException {
        behind = KeyFiles.of(issued.privateKey(), issued.chain());
        assertContract(remote(TOKEN));
    }

    private static void assertContract(SealingKey key) {
        byte[] message = "电子证照".getBytes(StandardCharsets.UTF_8);
        Signatures.Check check = Signatures.check(key.certificate().getPublicKey());
        byte[] signature = key.sign(message);
        assertThat(check.good(message, signature)).isTrue();
        assertThat(check.good(new byte[] {1}, signature)).isFalse();
        assertThat(check.good(message, key.signDigest(check.digest(message)))).isTrue();
        assertThatThrownBy(() -> key.signDigest(new byte[31])).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aSignatureThatDoesNotVerifyNeverLeaves() throws IOException {
        IssuedKey issued = keys().findFirst().orElseThrow();
        behind = KeyFiles.of(issued.privateKey(), issued.chain());
        SealingKey key = remote(TOKEN);
        faulty = true;
        assertThatThrownBy(() -> key.sign(new byte[] {1})).isInstanceOf(IllegalStateException.class).hasMessageContaining("自检");
    }

    @Test
    void aServiceThatRefusesOrIsGoneGivesNoKeyAndNoSignature() throws IOException {
        IssuedKey issued = keys().findFirst().orElseThrow();
        behind = KeyFiles.of(issued.privateKey(), issued.chain());
        assertThatThrownBy(() -> remote("wrong")).isInstanceOf(IOException.class);
        SealingKey key = remote(TOKEN);
        server.stop(0);
        assertThatThrownBy(() -> key.sign(new byte[] {1})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPdfIsSealedByAKeyThatNeverLeavesItsService() throws IOException {
        SealPki pki = SealPki.fresh();
        behind = SealPki.key(pki.signer());
        byte[] sealed = PdfSealer.with(pki.seal(), remote(TOKEN), SealFormat.SM2_SEAL, null).seal(TestPdf.plain(), TestPdf.request());
        assertThat(pki.verifier().verify(sealed).valid()).isTrue();
    }

    @Test
    void aCertificateOfAnotherKeyIsRefused() {
        IssuedKey one = keys().skip(1).findFirst().orElseThrow();
        IssuedKey two = keys().skip(1).findFirst().orElseThrow();
        assertThatThrownBy(() -> KeyFiles.of(one.privateKey(), two.chain())).isInstanceOf(IllegalArgumentException.class);
    }
}

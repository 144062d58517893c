package org.licensehub.signing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/**
 * A key in a service of its own, as in front of a cryptographic device (服务器密码机, GM/T 0018). Two calls, both with the
 * service's access token: {@code GET {key}/certificates} gives the chain as PEM, the key's own certificate first;
 * {@code POST {key}/signature} with the 32 bytes to sign gives the signature in DER. Whatever comes back is checked with the
 * certificate before it is used.
 */
public final class RemoteSealingKey implements SealingKey {

    private static final int LONGEST_ANSWER = 1 << 16;

    private final HttpClient client;
    private final URI key;
    private final String token;
    private final Duration timeout;
    private final List<X509Certificate> chain;

    private RemoteSealingKey(HttpClient client, URI key, String token, Duration timeout) throws IOException {
        this.client = client;
        this.key = key;
        this.token = token;
        this.timeout = timeout;
        this.chain = Certificates.readAll(exchange(request("/certificates").GET().build()));
        SigningAlgorithm.of(chain.get(0).getPublicKey());
    }

    /**
     * Opens a key.
     *
     * @param client  set up with the TLS the service asks for
     * @param key     address of the key, without a slash at its end
     * @param token   bearer token; never logged
     * @param timeout longest wait for one signature
     * @throws IOException if the service does not answer, or not with certificates
     */
    public static RemoteSealingKey open(HttpClient client, URI key, String token, Duration timeout) throws IOException {
        try {
            return new RemoteSealingKey(client, key, token, timeout);
        } catch (IllegalArgumentException notCertificates) {
            throw new IOException("密钥服务未给出证书 / the key service does not give certificates", notCertificates);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(key + path)).timeout(timeout).header("Authorization", "Bearer " + token);
    }

    private byte[] exchange(HttpRequest request) throws IOException {
        try {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] bytes = body.readNBytes(LONGEST_ANSWER + 1);
                if (answer.statusCode() != 200 || bytes.length > LONGEST_ANSWER) {
                    throw new IOException("密钥服务拒绝 / the key service answers " + answer.statusCode());
                }
                return bytes;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public List<X509Certificate> chain() {
        return chain;
    }

    /** @throws IllegalStateException if the service cannot be reached or refuses */
    @Override
    public byte[] signDigest(byte[] digest) {
        try {
            return exchange(request("/signature").header("Content-Type", "application/octet-stream")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(digest)).build());
        } catch (IOException e) {
            throw new IllegalStateException("密钥服务不可用 / the key service cannot sign now", e);
        }
    }

    @Override
    public String toString() {
        return "RemoteSealingKey[" + chain.get(0).getSubjectX500Principal().getName() + "]";
    }
}

package org.licensehub.signing;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/**
 * Asks an authority of time over HTTP (RFC 3161, 3.4). A token is given out only if it answers this request (nonce and imprint)
 * and comes from a trusted authority, so that no file is sealed with a time-stamp that nobody will believe.
 */
public final class TimeStampClient implements SesSignature.TimeStamper {

    private static final int LONGEST_ANSWER = 1 << 16;

    private final HttpClient client;
    private final URI authority;
    private final Duration timeout;
    private final TimeStampRules rules;
    private final boolean sm3;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param authority address that takes application/timestamp-query
     * @param timeout longest wait for one token
     * @param trust names the trusted authorities of time
     */
    public TimeStampClient(HttpClient client, URI authority, Duration timeout, SealTrust trust) {
        this(client, authority, timeout, new TimeStampRules(trust), true);
    }

    private TimeStampClient(HttpClient client, URI authority, Duration timeout, TimeStampRules rules, boolean sm3) {
        this.client = client;
        this.authority = authority;
        this.timeout = timeout;
        this.rules = rules;
        this.sm3 = sm3;
    }

    /** The same, asking with an imprint by SHA-256 instead of SM3: for outer signatures, whose readers know no SM3. */
    public TimeStampClient withSha256() {
        return new TimeStampClient(client, authority, timeout, rules, false);
    }

    @Override
    public byte[] stamp(byte[] message) {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        TimeStampRequest request = generator.generate(sm3 ? TSPAlgorithms.SM3 : TSPAlgorithms.SHA256,
                sm3 ? Sm3.digest(message) : Signatures.sha256(message), new BigInteger(96, random));
        try {
            TimeStampResponse response = new TimeStampResponse(ask(request.getEncoded()));
            response.validate(request);
            if (response.getTimeStampToken() == null) {
                throw new IllegalStateException("时间戳机构拒绝 / the authority of time refuses: " + response.getStatus());
            }
            byte[] token = response.getTimeStampToken().getEncoded("DER");
            if (rules.proven(token, message).isEmpty()) {
                throw new IllegalStateException("时间戳不可信 / the time-stamp is not that of a trusted authority");
            }
            return token;
        } catch (IOException | TSPException e) {
            throw new IllegalStateException("时间戳服务不可用 / no time-stamp could be had", e);
        }
    }

    private byte[] ask(byte[] request) throws IOException {
        HttpRequest query = HttpRequest.newBuilder(authority).timeout(timeout).header("Content-Type", "application/timestamp-query")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request)).build();
        // the request's own timeout ends with the headers; an authority may fall silent in the middle of its answer
        CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(query, info -> new ShortBody(LONGEST_ANSWER));
        try {
            HttpResponse<byte[]> answer = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException("the authority of time answers " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no answer in time", e);
        } finally {
            exchange.cancel(true);
        }
    }
}

package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.junit.jupiter.api.Test;

class TimeStampTest {

    private static final byte[] MESSAGE = "signature value".getBytes(StandardCharsets.US_ASCII);

    private final SealPki pki = SealPki.fresh();
    private final TimeStampAuthority authority = pki.authorityAt(SealPki.NOW);
    private final SealTrust trust = pki.trust().withTimeStampers(TrustAnchors.of(pki.root().certificate()));
    private final TimeStampRules rules = new TimeStampRules(trust);

    @Test
    void aTokenProvesItsMomentForItsMessageOnly() {
        byte[] token = authority.stamp(MESSAGE);

        assertThat(rules.proven(token, MESSAGE)).contains(SealPki.NOW);
        assertThat(rules.proven(token, new byte[] {1})).isEmpty();
    }

    @Test
    void aChangedTokenProvesNothing() {
        byte[] token = authority.stamp(MESSAGE);
        for (int at = 0; at < token.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = token.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThat(rules.proven(changed, MESSAGE)).as("byte %d bit %d", at, bit).isEmpty();
            }
        }
    }

    @Test
    void aTokenOfAnUnknownAuthorityOrOfASignerProvesNothing() {
        SealPki others = SealPki.fresh();
        assertThat(rules.proven(others.authorityAt(SealPki.NOW).stamp(MESSAGE), MESSAGE)).isEmpty();
        TimeStampRules asking = new TimeStampRules(pki.trust().withTimeStampers(TrustAnchors.of(others.root().certificate())));
        assertThat(asking.proven(authority.stamp(MESSAGE), MESSAGE)).isEmpty();
        assertThat(new TimeStampRules(pki.trust()).proven(authority.stamp(MESSAGE), MESSAGE)).isEmpty();
        TimeStampAuthority bySigner = new TimeStampAuthority(SealPki.key(pki.signer()), "1.2.3", SealPki.CLOCK);
        assertThatThrownBy(() -> bySigner.stamp(MESSAGE)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void theAuthorityAnswersSha256AndRefusesWhatItCannotRead() throws Exception {
        byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(MESSAGE);
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        byte[] request = generator.generate(TSPAlgorithms.SHA256, digest).getEncoded();

        TimeStampResponse good = new TimeStampResponse(authority.answer(request));
        assertThat(rules.proven(good.getTimeStampToken().getEncoded("DER"), MESSAGE)).contains(SealPki.NOW);
        byte[] sha1 = generator.generate(TSPAlgorithms.SHA1, new byte[20]).getEncoded();
        assertThat(new TimeStampResponse(authority.answer(sha1)).getStatus()).isEqualTo(2);
        assertThat(new TimeStampResponse(authority.answer(new byte[] {1, 2})).getStatus()).isEqualTo(2);
    }

    @Test
    void aSealedFileSaysItsProvenTime() {
        byte[] sealed = PdfSealer.with(pki.seal(), SealPki.key(pki.signer()), SealFormat.SM2_SEAL, authority)
                .seal(TestPdf.plain(), TestPdf.request());

        SealReport report = new PdfSealVerifier(trust, SealNames.KNOWN, SealPki.CLOCK).verify(sealed);
        assertThat(report.valid()).as("%s", report).isTrue();
        assertThat(report.details().timeStamp()).isEqualTo(SealPki.NOW);
        SealReport unknowing = pki.verifier().verify(sealed);
        assertThat(unknowing.valid()).isTrue();
        assertThat(unknowing.details().timeStamp()).isNull();
        assertThat(unknowing.findings()).extracting(SealFinding::code).contains("time-stamp-not-checked");
    }

    @Test
    void aTimeStampFarFromTheSigningTimeOrOverAnotherSealIsRefused() {
        PdfSealVerifier verifier = new PdfSealVerifier(trust, SealNames.KNOWN, SealPki.CLOCK);
        byte[] late = PdfSealer.with(pki.seal(), SealPki.key(pki.signer()), SealFormat.SM2_SEAL, pki.authorityAt(SealPki.NOW.minus(Duration.ofDays(3))))
                .seal(TestPdf.plain(), TestPdf.request());
        byte[] another = PdfSealer.with(pki.seal(), SealPki.key(pki.signer()), SealFormat.SM2_SEAL, message -> authority.stamp(MESSAGE))
                .seal(TestPdf.plain(), TestPdf.request());

        assertThat(verifier.verify(late).findings()).extracting(SealFinding::code).containsExactly("times-disagree");
        assertThat(verifier.verify(another).findings()).extracting(SealFinding::code).containsExactly("time-stamp-wrong");
    }

    @Test
    void theClientGivesOutOnlyTokensThatAnswerItsRequest() throws IOException {
        assertThat(rules.proven(asking(authority::answer).stamp(MESSAGE), MESSAGE)).contains(SealPki.NOW);

        byte[] recorded = authority.answer(request());
        assertThatThrownBy(() -> asking(any -> recorded).stamp(MESSAGE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> asking(any -> new byte[] {1}).stamp(MESSAGE)).isInstanceOf(IllegalStateException.class);
        TimeStampAuthority stranger = SealPki.fresh().authorityAt(SealPki.NOW);
        assertThatThrownBy(() -> asking(stranger::answer).stamp(MESSAGE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> asking(any -> null).stamp(MESSAGE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theClientAsksBySha256IfWanted() throws Exception {
        assertThat(imprint(asking(authority::answer, UnaryOperator.identity()).stamp(MESSAGE))).isEqualTo(TSPAlgorithms.SM3);
        assertThat(imprint(asking(authority::answer, TimeStampClient::withSha256).stamp(MESSAGE))).isEqualTo(TSPAlgorithms.SHA256);
    }

    private static ASN1ObjectIdentifier imprint(byte[] token) throws Exception {
        return new TimeStampToken(new CMSSignedData(token)).getTimeStampInfo().getMessageImprintAlgOID();
    }

    private static byte[] request() throws IOException {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        return generator.generate(TSPAlgorithms.SM3, Sm3.digest(MESSAGE)).getEncoded();
    }

    /** A client of a real HTTP server; an answer of null is status 503. */
    private SesSignature.TimeStamper asking(UnaryOperator<byte[]> answers) {
        return asking(answers, UnaryOperator.identity());
    }

    private SesSignature.TimeStamper asking(UnaryOperator<byte[]> answers, UnaryOperator<TimeStampClient> how) {
        return message -> {
            try {
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
                server.createContext("/tsa", exchange -> {
                    byte[] answer = answers.apply(exchange.getRequestBody().readAllBytes());
                    exchange.sendResponseHeaders(answer == null ? 503 : 200, answer == null ? -1 : answer.length);
                    if (answer != null) {
                        exchange.getResponseBody().write(answer);
                    }
                    exchange.close();
                });
                server.start();
                try {
                    return how.apply(new TimeStampClient(HttpClient.newHttpClient(), URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa"),
                            Duration.ofSeconds(10), trust)).stamp(message);
                } finally {
                    server.stop(0);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
    }

    @Test
    void tokensAreMadeAndReadByManyThreads() {
        List<byte[]> messages = Arrays.asList("a".getBytes(StandardCharsets.US_ASCII), "b".getBytes(StandardCharsets.US_ASCII));
        assertThat(java.util.stream.IntStream.range(0, 40).parallel().allMatch(i -> {
            byte[] message = messages.get(i % 2);
            return rules.proven(authority.stamp(message), message).isPresent();
        })).isTrue();
    }
}

package org.licensehub.connectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A real HTTPS server that wants a client certificate. */
final class PeerHub implements AutoCloseable {

    /** What arrived. */
    record Request(String method, String uri, String contentType, byte[] body) {

        List<OutboundEnvelope> envelopes() {
            try {
                return PeerWire.readPage(body).envelopes();
            } catch (IOException notAPage) {
                throw new UncheckedIOException(notAPage);
            }
        }
    }

    /** What to answer. */
    record Answer(int status, byte[] body) {

        static Answer of(int status, String body) {
            return new Answer(status, body.getBytes(StandardCharsets.UTF_8));
        }

        /** A receipt for each envelope that came. */
        static Answer receipts(Request request, String text) {
            return new Answer(200, PeerWire.write(request.envelopes().stream().map(envelope -> new PageReceipt(envelope.envelopeId(),
                    (text + envelope.envelopeId()).getBytes(StandardCharsets.UTF_8))).toList()));
        }
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpsServer server;

    PeerHub(SSLContext tls, int port, Function<Request, Answer> answers) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                ssl.setNeedClientAuth(true);
                parameters.setSSLParameters(ssl);
            }
        });
        server.createContext("/", exchange -> answer(exchange, answers));
        server.setExecutor(executor);
        server.start();
    }

    private void answer(HttpExchange exchange, Function<Request, Answer> answers) throws IOException {
        try (exchange) {
            Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    exchange.getRequestBody().readAllBytes());
            requests.add(request);
            Answer answer = answers.apply(request);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    String url(String path) {
        return "https://127.0.0.1:" + port() + path;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}

package org.licensehub.hub.peering.internal;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.licensehub.hub.peering.Neighbours;
import org.licensehub.hub.peering.PeerAnswer;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.repository.LicenseDigest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Questions over HTTPS with this hub's client certificate. */
@Component
class HttpNeighbours implements Neighbours, PeerReader {

    private static final Logger LOG = LoggerFactory.getLogger(HttpNeighbours.class);

    private final PeerDirectory peers;
    private final HubProperties hub;
    private final ObjectMapper json;
    private final HttpClient client;

    HttpNeighbours(PeerDirectory peers, HubProperties hub, ObjectMapper json) throws IOException, GeneralSecurityException {
        this.peers = peers;
        this.hub = hub;
        this.json = json;
        this.client = hub.peering().keyStore() == null ? null
                : HttpClient.newBuilder().sslContext(PeerTls.context(hub.peering())).version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(hub.peering().timeout()).build();
    }

    @Override
    public Optional<String> parent() {
        return peers.parent().map(HubProperties.Peer::id);
    }

    @Override
    public <T> PeerAnswer<T> ask(String peer, String path, Object body, Class<T> type) {
        HubProperties.Peer neighbour = peers.find(peer).orElseThrow(() -> new IllegalArgumentException("No such neighbour"));
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(neighbour.url() + path)).timeout(hub.peering().timeout())
                    .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body))).build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                return new PeerAnswer.Answered<>(type == byte[].class ? type.cast(response.body()) : json.readValue(response.body(), type));
            }
            return response.statusCode() >= 500 ? new PeerAnswer.Unavailable<>() : new PeerAnswer.Refused<>(response.statusCode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PeerAnswer.Unavailable<>();
        } catch (IOException e) {
            LOG.warn("Neighbour {} does not answer: {}", peer, e.getClass().getSimpleName());
            return new PeerAnswer.Unavailable<>();
        }
    }

    @Override
    public Page<LicenseDigest> reconciliation(String peer, String scope, String after, int limit) {
        HubProperties.Peer neighbour = peers.find(peer).orElseThrow(() -> new IllegalArgumentException("No such neighbour"));
        String query = "?scope=" + encode(scope) + "&after=" + encode(after) + "&limit=" + limit;
        HttpRequest request = HttpRequest.newBuilder(URI.create(neighbour.url() + "/peer/v1/reconciliation" + query))
                .timeout(hub.peering().timeout()).GET().build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                return json.readValue(response.body(), new TypeReference<>() { });
            }
            throw new ProblemException(ProblemType.PEER_UNAVAILABLE, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemType.PEER_UNAVAILABLE, null, e);
        } catch (IOException e) {
            throw new ProblemException(ProblemType.PEER_UNAVAILABLE, null, e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

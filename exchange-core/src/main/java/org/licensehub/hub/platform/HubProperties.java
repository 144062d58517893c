package org.licensehub.hub.platform;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration of one hub, prefix {@code licensehub}.
 *
 * @param id id of this hub, e.g. {@code hub-350205}; also the common name in its TLS certificate
 * @param name name shown to people
 * @param region 6-digit division this hub serves; records of other divisions are refused
 * @param regions the divisions that exist here, 6 digits each; a record of any other is faulty; empty means any division
 * @param home folder of database, files, keys
 * @param workers whether this process seals, delivers and polls; off in one-off commands
 * @param verifyUrl address that the QR code on a face leads to
 * @param faces how license faces are drawn
 * @param seals electronic seals of the authorities that issue licenses here
 * @param connectors ways in that run as Camel routes
 * @param dataSources databases of departments, by the name that connectors use
 */
@ConfigurationProperties("licensehub")
public record HubProperties(
        @DefaultValue("hub-350205") String id,
        @DefaultValue("海沧区电子证照库") String name,
        @DefaultValue("DISTRICT") Level level,
        @DefaultValue("350205") String region,
        @DefaultValue List<String> regions,
        @DefaultValue("data") Path home,
        @DefaultValue("true") boolean workers,
        @DefaultValue("https://localhost/verify") String verifyUrl,
        @DefaultValue Database database,
        @DefaultValue Index index,
        @DefaultValue Cache cache,
        @DefaultValue Issuing issuing,
        @DefaultValue Faces faces,
        @DefaultValue Seals seals,
        @DefaultValue Peering peering,
        @DefaultValue List<Connector> connectors,
        @DefaultValue Map<String, ExternalDataSource> dataSources) {

    /** Administrative level of a hub. */
    public enum Level {
        DISTRICT, CITY, PROVINCE
    }

    /**
     * @param embedded whether the hub runs its own PostgreSQL
     * @param port fixed port of the embedded server on 127.0.0.1
     * @param binaries folder where the embedded server's programs are unpacked; default under {@code home}
     * @param url JDBC address of an external server
     * @param passwordFile file that holds the external user's password
     */
    public record Database(@DefaultValue("true") boolean embedded, @DefaultValue("15432") int port, Path binaries, String url,
            String username, Path passwordFile, @DefaultValue("24") int poolSize) {
    }

    /** @param kind {@code postgres} or {@code elasticsearch}; @param urls addresses of the Elasticsearch nodes */
    public record Index(@DefaultValue("postgres") String kind, @DefaultValue List<String> urls,
            @DefaultValue("licenses") String name, @DefaultValue("1") int shards, @DefaultValue("1") int replicas) {
    }

    /**
     * @param kind {@code hazelcast} or {@code none}
     * @param port member port on {@code address}; 0 picks a free one
     * @param members addresses of the other members; empty means alone
     * @param patience longest wait for a member before the database is asked
     */
    public record Cache(@DefaultValue("hazelcast") String kind, @DefaultValue("127.0.0.1") String address,
            @DefaultValue("0") int port, @DefaultValue List<String> members, @DefaultValue("50ms") Duration patience,
            @DefaultValue("10m") Duration timeToLive) {
    }

    /** @param threads how many licenses are rendered and sealed at the same time */
    public record Issuing(@DefaultValue("1") int threads, @DefaultValue("500ms") Duration pollInterval) {
    }

    /** @param additionalFonts TrueType files for characters that the font of the faces lacks, tried in this order */
    public record Faces(@DefaultValue List<Path> additionalFonts) {
    }

    /** @param provision what happens when an authority without a seal issues its first license */
    public record Seals(@DefaultValue("AUTOMATIC") Provision provision, @DefaultValue TimeStamps timeStamps,
            @DefaultValue RevocationLists revocationLists, @DefaultValue LongTerm longTerm) {
    }

    /**
     * Sealed PDF files for years.
     *
     * @param atSealing whether a file gets certificates and lists of revoked ones when it is sealed, or only when it is renewed
     * @param ahead how long before a time-stamp ends it is renewed
     * @param poll how often files to be renewed are looked for
     */
    public record LongTerm(@DefaultValue("true") boolean atSealing, @DefaultValue("90d") Duration ahead, @DefaultValue("1h") Duration poll) {

        public LongTerm {
            if (ahead.isNegative()) {
                throw new IllegalArgumentException("licensehub.seals.long-term.ahead 不能为负 / must not be negative");
            }
        }
    }

    /**
     * Lists of revoked certificates (RFC 5280).
     *
     * @param every how old a list grows before the next one, shorter than {@code validity}
     * @param validity how long after it was made a list may be relied on
     */
    public record RevocationLists(@DefaultValue("1d") Duration every, @DefaultValue("7d") Duration validity) {

        public RevocationLists {
            if (every.isNegative() || every.isZero() || every.compareTo(validity) >= 0) {
                throw new IllegalArgumentException(
                        "licensehub.seals.revocation-lists.every 须短于 validity / must be positive and shorter than validity");
            }
        }
    }

    /**
     * The time-stamp in each seal (RFC 3161, GB/T 20520).
     *
     * @param from EMBEDDED: the hub's own small authority, which says what the hub's clock says; REMOTE: that at {@code url}; NONE
     * @param url address that takes application/timestamp-query; its certificate must lie in the folder {@code tsa} of the hub's keys
     * @param timeout longest wait for one token
     */
    public record TimeStamps(@DefaultValue("EMBEDDED") Source from, URI url, @DefaultValue("5s") Duration timeout) {

        /** Who says what time it is. */
        public enum Source {
            EMBEDDED, REMOTE, NONE
        }

        public TimeStamps {
            if (from == Source.REMOTE && url == null) {
                throw new IllegalArgumentException("licensehub.seals.time-stamps.url 未设置 / is not set");
            }
        }
    }

    /** AUTOMATIC: the hub makes it a seal, recorded as such; REQUIRED: the license goes back until the authority has one. */
    public enum Provision {
        AUTOMATIC, REQUIRED
    }

    /**
     * Neighbour hubs. Absent {@code port} means this hub has none.
     *
     * @param port TLS port on which neighbours call; client certificates are required there
     * @param keyStore PKCS#12 with this hub's ECDSA key and certificate; its common name is the hub's id
     * @param trustStore PKCS#12 with the certificates that neighbours' certificates chain to
     * @param parent id of the hub above, one of {@code peers}; {@code null} at the top
     */
    public record Peering(Integer port, @DefaultValue("127.0.0.1") String address, Path keyStore, Path trustStore,
            Path passwordFile, String parent, @DefaultValue List<Peer> peers, @DefaultValue("3s") Duration timeout) {
    }

    /**
     * @param url base address of the neighbour's TLS port
     * @param delivery how licenses go from the lower to the upper hub on this edge: {@code PUSH} or {@code PULL}
     * @param publicKey PEM file of the neighbour's SM2 key, which signs envelopes, receipts and tree heads
     */
    public record Peer(String id, String url, @DefaultValue("PUSH") Delivery delivery, Path publicKey, String region) {
    }

    /** Who moves on an edge: the lower hub pushes, or the upper one pulls (the lower is behind a firewall). */
    public enum Delivery {
        PUSH, PULL
    }

    /** @param template id of a route template of the connectors module */
    public record Connector(String id, String template, @DefaultValue Map<String, String> parameters) {
    }

    public record ExternalDataSource(String url, String username, Path passwordFile) {
    }

    public Path keys() {
        return home.resolve("keys");
    }
}

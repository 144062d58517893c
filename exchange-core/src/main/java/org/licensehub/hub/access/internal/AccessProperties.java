package org.licensehub.hub.access.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How callers come in, prefix {@code licensehub.access}.
 *
 * @param trustedProxies networks of proxies whose X-Forwarded-For is believed; empty: the header counts for nothing
 * @param dayZone whose midnight begins a new day of daily limits
 * @param tls a TLS port for callers, on which client certificates are one of the ways in; {@code null}: none
 * @param publicUrl address under which callers know this hub, e.g. {@code https://hub.example.gov.cn}; {@code null}: none yet
 */
@ConfigurationProperties("licensehub.access")
record AccessProperties(
        @DefaultValue List<String> trustedProxies,
        @DefaultValue("Asia/Shanghai") ZoneId dayZone,
        String publicUrl,
        @DefaultValue Signatures signatures,
        Tls tls,
        @DefaultValue People people) {

    /** Whether browsers reach the hub over TLS, so that cookies need never go any other way. */
    boolean secure() {
        return publicUrl != null && publicUrl.startsWith("https:");
    }

    /**
     * Signed requests. The names of the headers are those of a provincial gateway; others use others.
     *
     * @param clockSkew how far the time in a request may be from the hub's own, either way
     * @param longestBody most bytes of a body, which is held in memory until its signature is checked
     */
    record Signatures(
            @DefaultValue("X-Client-Id") String clientIdHeader,
            @DefaultValue("X-Timestamp") String timestampHeader,
            @DefaultValue("X-Nonce") String nonceHeader,
            @DefaultValue("X-Signature") String signatureHeader,
            @DefaultValue("300s") Duration clockSkew,
            @DefaultValue("8000000") int longestBody) {
    }

    /**
     * @param keyStore PKCS#12 with the key and certificate of this port
     * @param trustStore PKCS#12 with the authorities whose client certificates are taken at all
     */
    record Tls(int port, @DefaultValue("127.0.0.1") String address, Path keyStore, Path trustStore, Path passwordFile) {
    }

    /**
     * The built-in log-in of people by OpenID Connect.
     *
     * @param clientId OpenID Connect client that people log in with; a caller of that name would get no tokens
     * @param redirectUris addresses of that client to which a log-in may lead; none: people do not log in here
     * @param tokenLife how long a token of a person lasts
     */
    record People(@DefaultValue("licensehub-console") String clientId, @DefaultValue List<String> redirectUris,
            @DefaultValue("30m") Duration tokenLife) {
    }
}

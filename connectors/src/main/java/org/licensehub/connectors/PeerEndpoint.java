package org.licensehub.connectors;

import java.net.URI;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.jsse.SSLContextParameters;

/** How peers are reached, the same for pushing and pulling: HTTPS only, with the TLS material configuration names. */
final class PeerEndpoint {

    private static final int LONGEST_TIMEOUT_MILLIS = 600_000;

    private PeerEndpoint() {
    }

    static RouteTemplateDefinition parameters(RouteTemplateDefinition template) {
        return ConnectorTemplates.common(template)
                .templateParameter("peer")
                .templateParameter("url")
                .templateParameter("tls")
                .templateParameter("connectTimeoutMillis", "5000")
                .templateParameter("responseTimeoutMillis", "30000");
    }

    /** The producer for the peer's URL with a path behind it. A non-2xx answer is an answer here, no exception. */
    static String uri(String path) {
        return "{{url}}" + path + "?sslContextParameters=#{{bean.tlsMaterial}}&throwExceptionOnFailure=false"
                + "&disableStreamCache=true&followRedirects=false"
                + "&connectTimeout={{connectTimeoutMillis}}&responseTimeout={{responseTimeoutMillis}}&soTimeout={{responseTimeoutMillis}}";
    }

    static void bind(Parameters parameters, ConnectorPorts ports) {
        parameters.count("connectTimeoutMillis", LONGEST_TIMEOUT_MILLIS);
        parameters.count("responseTimeoutMillis", LONGEST_TIMEOUT_MILLIS);
        requireHttps(parameters.text("url"));
        SSLContext tls = ports.tls().apply(parameters.text("tls"));
        if (tls == null) {
            throw new IllegalArgumentException("connector parameter tls names no TLS material");
        }
        parameters.bean("tlsMaterial", SSLContextParameters.class, new GivenTls(tls));
    }

    private static void requireHttps(String url) {
        URI uri = URI.create(url);
        boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getUserInfo() == null;
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null || !plain || url.endsWith("/")
                || url.contains("{")) {
            throw new IllegalArgumentException(
                    "connector parameter url is not https://host[:port]/path without query and final slash");
        }
    }

    /** Camel asks for parameters to make TLS material from; here it is made already. */
    private static final class GivenTls extends SSLContextParameters {

        private final SSLContext context;

        GivenTls(SSLContext context) {
            this.context = context;
        }

        @Override
        public SSLContext createSSLContext(CamelContext camelContext) {
            return context;
        }
    }
}

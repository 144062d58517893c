package org.licensehub.hub.access.internal;

import java.io.IOException;
import org.apache.catalina.connector.Connector;
import org.licensehub.hub.platform.Secrets;
import org.licensehub.hub.platform.TlsDoor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A TLS port for callers. A client certificate is asked for and need not be there: with one, a caller needs no secret. */
@Configuration
@ConditionalOnWebApplication
@ConditionalOnProperty("licensehub.access.tls.port")
class CallerDoor {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> callerConnector(AccessProperties access) throws IOException {
        AccessProperties.Tls tls = access.tls();
        Connector connector = new TlsDoor(tls.address(), tls.port(), tls.keyStore(), tls.trustStore(), "TLSv1.2+TLSv1.3",
                TlsDoor.Clients.CERTIFICATE_OPTIONAL).connector(Secrets.read(tls.passwordFile()));
        return factory -> factory.addAdditionalTomcatConnectors(connector);
    }
}

package org.licensehub.hub.access.internal;

import java.io.IOException;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.licensehub.hub.platform.Secrets;
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
        Connector connector = connector(access.tls());
        return factory -> factory.addAdditionalTomcatConnectors(connector);
    }

    private static Connector connector(AccessProperties.Tls tls) throws IOException {
        Connector connector = new Connector(Http11NioProtocol.class.getName());
        connector.setPort(tls.port());
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("address", tls.address());
        Http11NioProtocol protocol = (Http11NioProtocol) connector.getProtocolHandler();
        protocol.setSSLEnabled(true);
        String password = Secrets.read(tls.passwordFile());
        SSLHostConfig host = new SSLHostConfig();
        host.setProtocols("TLSv1.2+TLSv1.3");
        host.setCertificateVerification("optional");
        host.setTruststoreFile(tls.trustStore().toAbsolutePath().toString());
        host.setTruststoreType("PKCS12");
        host.setTruststorePassword(password);
        SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystoreFile(tls.keyStore().toAbsolutePath().toString());
        certificate.setCertificateKeystoreType("PKCS12");
        certificate.setCertificateKeystorePassword(password);
        host.addCertificate(certificate);
        protocol.addSslHostConfig(host);
        return connector;
    }
}

package org.licensehub.hub.platform;

import java.nio.file.Path;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/**
 * A TLS port of the hub beside its plain one.
 *
 * @param keyStore   PKCS#12 with the hub's certificate and key
 * @param trustStore PKCS#12 with the authorities whose client certificates are taken, under the same password
 * @param protocols  as Tomcat writes them, e.g. {@code TLSv1.2+TLSv1.3}
 * @param clients    whether whoever has no certificate gets in
 */
public record TlsDoor(String address, int port, Path keyStore, Path trustStore, String protocols, Clients clients) {

    private static final String PKCS12 = "PKCS12";

    /** What is asked of a client. */
    public enum Clients { CERTIFICATE_REQUIRED, CERTIFICATE_OPTIONAL }

    /** The port, to be added to the web server. */
    public Connector connector(String password) {
        Connector connector = new Connector(Http11NioProtocol.class.getName());
        connector.setPort(port);
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("address", address);
        SSLHostConfig host = new SSLHostConfig();
        host.setProtocols(protocols);
        host.setCertificateVerification(clients == Clients.CERTIFICATE_REQUIRED ? "required" : "optional");
        host.setTruststoreFile(trustStore.toAbsolutePath().toString());
        host.setTruststoreType(PKCS12);
        host.setTruststorePassword(password);
        SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystoreFile(keyStore.toAbsolutePath().toString());
        certificate.setCertificateKeystoreType(PKCS12);
        certificate.setCertificateKeystorePassword(password);
        host.addCertificate(certificate);
        Http11NioProtocol protocol = (Http11NioProtocol) connector.getProtocolHandler();
        protocol.setSSLEnabled(true);
        protocol.addSslHostConfig(host);
        return connector;
    }
}

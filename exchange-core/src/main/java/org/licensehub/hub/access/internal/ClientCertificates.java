package org.licensehub.hub.access.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.licensehub.signing.Sm3;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.X509ClientCertificateAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.stereotype.Component;

/**
 * Client certificates at the token endpoint (tls_client_auth, RFC 8705): the TLS port checked the chain and that the caller has the key;
 * here the certificate must be one that is registered for the caller (decision 0018).
 */
@Component
class ClientCertificates {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final CallerKeys keys;

    ClientCertificates(CallerKeys keys) {
        this.keys = keys;
    }

    /** The framework's own takes a certificate that comes without its authorities for a self-signed one. */
    void replaceConverter(List<AuthenticationConverter> converters) {
        converters.removeIf(X509ClientCertificateAuthenticationConverter.class::isInstance);
        converters.add(ClientCertificates::convert);
    }

    private static Authentication convert(HttpServletRequest request) {
        String[] clientIds = request.getParameterValues(OAuth2ParameterNames.CLIENT_ID);
        if (!(request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain) || chain.length == 0 || clientIds == null) {
            return null;
        }
        if (clientIds.length != 1) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
        }
        Map<String, Object> parameters = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> parameters.put(name, values[0]));
        return new OAuth2ClientAuthenticationToken(clientIds[0], ClientAuthenticationMethod.TLS_CLIENT_AUTH, chain, parameters);
    }

    /** @throws OAuth2AuthenticationException if the certificate is not registered for this caller */
    void verify(OAuth2ClientAuthenticationContext context) {
        OAuth2ClientAuthenticationToken authentication = context.getAuthentication();
        X509Certificate[] chain = (X509Certificate[]) authentication.getCredentials();
        Set<String> registered = keys.certificates(context.getRegisteredClient().getClientId());
        if (registered.stream().noneMatch(fingerprints(chain[0])::contains)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
    }

    /** SHA-256 and SM3 of the certificate in DER. */
    static Set<String> fingerprints(X509Certificate certificate) {
        try {
            byte[] der = certificate.getEncoded();
            return Set.of(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der)), HexFormat.of().formatHex(Sm3.digest(der)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A certificate that came by TLS can be encoded", e);
        }
    }
}

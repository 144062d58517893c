package org.licensehub.hub.access.internal;

import java.security.MessageDigest;
import java.time.Duration;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.access.Scopes;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Component;

/** Callers as the token endpoint sees them: client credentials, opaque tokens of one hour. */
@Component
class CallerClients implements RegisteredClientRepository {

    private static final Duration TOKEN_LIFE = Duration.ofHours(1);

    private final CallerDirectory callers;
    private final AccessProperties.People people;

    CallerClients(CallerDirectory callers, AccessProperties access) {
        this.callers = callers;
        this.people = access.people();
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("Callers are registered through the hub's own API");
    }

    @Override
    public RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    @Override
    public RegisteredClient findByClientId(String clientId) {
        if (people.clientId().equals(clientId)) {
            return people.redirectUris().isEmpty() ? null : console();
        }
        return callers.find(clientId).map(this::client).orElse(null);
    }

    /** Runs in browsers, so it has no secret: a code is worth nothing without the proof key it was asked for with (PKCE). */
    private RegisteredClient console() {
        return RegisteredClient.withId(people.clientId()).clientId(people.clientId()).clientName("LicenseHub")
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE).authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUris(uris -> uris.addAll(people.redirectUris()))
                .scope(OidcScopes.OPENID).scope(Scopes.SYSTEM).scope(Scopes.SECURITY).scope(Scopes.AUDIT)
                .clientSettings(ClientSettings.builder().requireProofKey(true).requireAuthorizationConsent(false).build())
                .tokenSettings(TokenSettings.builder().accessTokenFormat(OAuth2TokenFormat.REFERENCE).accessTokenTimeToLive(people.tokenLife())
                        .idTokenSignatureAlgorithm(SignatureAlgorithm.ES256).build())
                .build();
    }

    private RegisteredClient client(Caller caller) {
        RegisteredClient.Builder client = RegisteredClient.withId(caller.clientId()).clientId(caller.clientId()).clientName(caller.name())
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes -> scopes.addAll(caller.scopes()))
                .tokenSettings(TokenSettings.builder().accessTokenFormat(OAuth2TokenFormat.REFERENCE).accessTokenTimeToLive(TOKEN_LIFE).build());
        callers.secretHash(caller.clientId()).ifPresent(hash -> client.clientSecret(hash)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST));
        // with an asymmetric algorithm: otherwise an assertion would be taken for one under the client secret
        return client.clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                .clientAuthenticationMethod(ClientAuthenticationMethod.TLS_CLIENT_AUTH)
                .clientSettings(ClientSettings.builder().tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.ES256).build()).build();
    }

    /** Secrets are 192 random bits, so a keyed digest is enough and costs microseconds. */
    @Component
    static class SecretEncoder implements PasswordEncoder {

        private final CallerDirectory callers;

        SecretEncoder(CallerDirectory callers) {
            this.callers = callers;
        }

        @Override
        public String encode(CharSequence raw) {
            return callers.hash(raw.toString());
        }

        @Override
        public boolean matches(CharSequence raw, String encoded) {
            return MessageDigest.isEqual(encode(raw).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                    encoded.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
    }
}

package org.licensehub.hub.access.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.access.Scopes;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.platform.ProblemWriter;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.X509ClientCertificateAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Who gets in: the token endpoint for callers, scopes on the API. Neighbour hubs come in elsewhere, by client certificate. */
@Configuration
@ConditionalOnWebApplication
class SecurityConfiguration {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");
    /** Open to everybody, with or without a token. */
    static final String[] PUBLIC = {"/v3/api-docs/**", "/actuator/health/**", "/api/v1/hub", "/error", "/verify", "/verify/*", "/api/v1/catalogue/**",
        "/api/v1/revocation-lists/*", "/api/v1/audit/key", "/api/v1/audit/heads/latest"};

    @Bean
    AuthorizationServerSettings authorizationServerSettings(AccessProperties access) {
        AuthorizationServerSettings.Builder settings = AuthorizationServerSettings.builder();
        return access.publicUrl() == null ? settings.build() : settings.issuer(access.publicUrl()).build();
    }

    @Bean
    @Order(1)
    SecurityFilterChain tokenEndpoints(HttpSecurity http, ClientAssertions assertions, ClientCertificates certificates, CallerRules rules,
            CallerDirectory callers, Accounts accounts, AccessProperties access, ProblemWriter problems) throws Exception {
        OAuth2AuthorizationServerConfigurer server = OAuth2AuthorizationServerConfigurer.authorizationServer();
        return http.securityMatcher(server.getEndpointsMatcher()).with(server, configurer -> configurer.oidc(Customizer.withDefaults())
                        .clientAuthentication(clients -> clients.authenticationProviders(providers -> ownRules(providers, assertions, certificates))
                                .authenticationConverters(certificates::replaceConverter)))
                .csrf(AbstractHttpConfigurer::disable)
                // people who are not logged in are sent to the page where they do; a cookie knows where they wanted to go
                .requestCache(cache -> cache.requestCache(new WantedLogIn(access.secure())))
                .exceptionHandling(errors -> errors.defaultAuthenticationEntryPointFor(new LoginUrlAuthenticationEntryPoint("/login"), WantedLogIn.MATCHER))
                .addFilterAfter(new OutdatedLogIns(accounts), SecurityContextHolderFilter.class)
                .addFilterBefore(new CallerGate(rules, callers, problems), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated()).build();
    }

    /** The framework asks for keys by URL, remembers used assertions in this process only, and compares names of certificates. */
    private static void ownRules(List<AuthenticationProvider> providers, ClientAssertions assertions, ClientCertificates certificates) {
        for (AuthenticationProvider provider : providers) {
            if (provider instanceof JwtClientAssertionAuthenticationProvider byAssertion) {
                byAssertion.setJwtDecoderFactory(assertions);
            } else if (provider instanceof X509ClientCertificateAuthenticationProvider byCertificate) {
                byCertificate.setCertificateVerifier(certificates::verify);
            }
        }
    }

    @Bean
    @Order(3)
    SecurityFilterChain api(HttpSecurity http, OpaqueTokenIntrospector introspector, SignedRequests signed, BodyTokens bodyTokens,
            CallerRules rules, CallerDirectory callers, ProblemWriter problems) throws Exception {
        return http.addFilterBefore(new BodyTokenFilter(bodyTokens, signed.settings().signatureHeader(), problems), BearerTokenAuthenticationFilter.class)
                .addFilterBefore(new SignedRequestFilter(signed, problems), BearerTokenAuthenticationFilter.class)
                .addFilterBefore(new CallerGate(rules, callers, problems), AuthorizationFilter.class)
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .oauth2ResourceServer(resource -> resource.opaqueToken(token -> token.introspector(introspector))
                        .authenticationEntryPoint((request, response, e) -> problems.write(response, ProblemType.UNAUTHENTICATED,
                                "请先获取访问令牌 / Get a token from POST /oauth2/token with your client credentials"))
                        .accessDeniedHandler((request, response, e) -> problems.write(response, ProblemType.MISSING_SCOPE, null)))
                .exceptionHandling(errors -> errors
                        .authenticationEntryPoint((request, response, e) -> problems.write(response, ProblemType.UNAUTHENTICATED,
                                "请先获取访问令牌 / Get a token from POST /oauth2/token with your client credentials"))
                        .accessDeniedHandler((request, response, e) -> problems.write(response, ProblemType.MISSING_SCOPE, null)))
                .authorizeHttpRequests(SecurityConfiguration::scopes).build();
    }

    private static void scopes(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(PUBLIC).permitAll()
                // whoever has the address has the file, once; a HEAD request would use it up
                .requestMatchers(HttpMethod.GET, "/share/v1/files/*").permitAll()
                .requestMatchers("/share/v1/files/**").denyAll()
                .requestMatchers("/share/v1/**").hasAuthority(Scopes.READ)
                .requestMatchers("/api/v1/records/**", "/api/v1/quarantine/**").hasAuthority(Scopes.PUSH)
                .requestMatchers("/api/v1/reviews/**").hasAuthority(Scopes.REVIEW)
                .requestMatchers(HttpMethod.POST, "/api/v1/licenses/*/suspension", "/api/v1/licenses/*/resumption",
                        "/api/v1/licenses/*/ending").hasAuthority(Scopes.MANAGE)
                .requestMatchers("/api/v1/licenses/search").hasAuthority(Scopes.SEARCH)
                .requestMatchers("/api/v1/access:dry-run", "/api/v1/lookups/**", "/api/v1/licenses/**", "/api/v1/verifications/**").hasAuthority(Scopes.READ)
                .requestMatchers(HttpMethod.GET, "/api/v1/seals/**").hasAnyAuthority(Scopes.SEALS_READ, Scopes.SEALS_APPLY,
                        Scopes.SEALS_APPROVE, Scopes.SEALS_MANAGE)
                .requestMatchers(HttpMethod.POST, "/api/v1/seals", "/api/v1/seals/with-license", "/api/v1/seals/*/change")
                .hasAuthority(Scopes.SEALS_APPLY)
                .requestMatchers(HttpMethod.POST, "/api/v1/seals/*/approvals", "/api/v1/seals/*/rejection")
                .hasAuthority(Scopes.SEALS_APPROVE)
                .requestMatchers("/api/v1/seals/**").hasAuthority(Scopes.SEALS_MANAGE)
                .requestMatchers("/api/v1/audit/**").hasAuthority(Scopes.AUDIT)
                .requestMatchers(HttpMethod.POST, "/api/v1/forms/*/prefill").hasAuthority(Scopes.READ)
                .requestMatchers(HttpMethod.POST, "/api/v1/forms/*/grant-requests").hasAuthority(Scopes.GRANTS_REQUEST)
                .requestMatchers(HttpMethod.PUT, "/api/v1/forms/*").hasAnyAuthority(Scopes.GRANTS_REQUEST, Scopes.ADMIN, Scopes.SECURITY)
                .requestMatchers(HttpMethod.GET, "/api/v1/forms/**").hasAnyAuthority(Scopes.READ, Scopes.GRANTS_REQUEST, Scopes.GRANTS_DECIDE,
                        Scopes.ADMIN, Scopes.SECURITY)
                .requestMatchers(HttpMethod.GET, "/api/v1/waiver-lists", "/api/v1/waiver-lists/*").permitAll()
                .requestMatchers(HttpMethod.PUT, "/api/v1/waiver-lists/*").hasAnyAuthority(Scopes.GRANTS_REQUEST, Scopes.ADMIN, Scopes.SECURITY)
                .requestMatchers(HttpMethod.POST, "/api/v1/waiver-lists/*/check").hasAuthority(Scopes.READ)
                .requestMatchers(HttpMethod.POST, "/api/v1/missing-licenses").hasAuthority(Scopes.READ)
                .requestMatchers(HttpMethod.GET, "/api/v1/missing-licenses").hasAnyAuthority(Scopes.READ, Scopes.GRANTS_DECIDE, Scopes.ADMIN, Scopes.SYSTEM)
                .requestMatchers("/api/v1/missing-licenses/**").hasAnyAuthority(Scopes.GRANTS_DECIDE, Scopes.ADMIN, Scopes.SYSTEM)
                .requestMatchers("/api/v1/consents/**").hasAuthority(Scopes.CONSENTS)
                .requestMatchers("/api/v1/holder-view/**").hasAuthority(Scopes.HOLDER_VIEW)
                .requestMatchers("/api/v1/objections/**").hasAnyAuthority(Scopes.OBJECTIONS, Scopes.ADMIN, Scopes.SECURITY)
                .requestMatchers(HttpMethod.POST, "/api/v1/grant-requests").hasAuthority(Scopes.GRANTS_REQUEST)
                .requestMatchers("/api/v1/grant-requests/statistics").hasAnyAuthority(Scopes.ADMIN, Scopes.SECURITY)
                .requestMatchers(HttpMethod.GET, "/api/v1/grant-requests/**").hasAnyAuthority(Scopes.GRANTS_REQUEST, Scopes.GRANTS_DECIDE,
                        Scopes.ADMIN, Scopes.SECURITY)
                .requestMatchers("/api/v1/grant-requests/**").hasAnyAuthority(Scopes.GRANTS_DECIDE, Scopes.ADMIN, Scopes.SECURITY)
                .requestMatchers("/api/v1/callers/**", "/api/v1/grants/**", "/api/v1/license-owners/**").hasAnyAuthority(Scopes.ADMIN, Scopes.SECURITY)
                .requestMatchers("/api/v1/operator-holders/**").hasAnyAuthority(Scopes.ADMIN, Scopes.SECURITY)
                .requestMatchers("/api/v1/statistics/audit-flags").hasAnyAuthority(Scopes.ADMIN, Scopes.SYSTEM, Scopes.AUDIT)
                .requestMatchers("/api/v1/peering/**", "/api/v1/statistics/**", "/api/v1/connectors/**").hasAnyAuthority(Scopes.ADMIN, Scopes.SYSTEM)
                .requestMatchers(HttpMethod.GET, "/api/v1/accounts").hasAnyAuthority(Scopes.SYSTEM, Scopes.SECURITY)
                .requestMatchers("/api/v1/accounts/*/confirmation").hasAuthority(Scopes.SECURITY)
                .requestMatchers("/api/v1/accounts/**").hasAuthority(Scopes.SYSTEM)
                .anyRequest().denyAll();
    }

    /** Path tricks and odd methods end here, before any other filter. */
    @Bean
    RequestRejectedHandler rejectedRequests(ProblemWriter problems) {
        return (request, response, e) -> {
            boolean known = METHODS.contains(request.getMethod());
            problems.write(response, known ? ProblemType.INVALID_REQUEST : ProblemType.METHOD_NOT_ALLOWED,
                    known ? "请求地址或请求头含有不允许的字符 / The address or a header holds characters that are not allowed" : null);
        };
    }

    @Bean
    OpaqueTokenIntrospector tokens(TokenStore store, CallerDirectory callers, AccountTokens people) {
        return token -> store.findLive(token).flatMap(live -> caller(live, callers)).or(() -> people.principal(token))
                .orElseThrow(() -> new BadOpaqueTokenException("Unknown, expired or revoked"));
    }

    private static Optional<OAuth2AuthenticatedPrincipal> caller(TokenStore.LiveToken live, CallerDirectory callers) {
        return callers.current(live.clientId(), live.callerVersion()).map(caller -> new CallerPrincipal(caller, live.scopes(),
                Map.of("sub", live.clientId(), "iat", live.issuedAt(), "exp", live.expiresAt())));
    }
}

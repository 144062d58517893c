package org.licensehub.hub.access.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.platform.ProblemWriter;
import org.licensehub.hub.platform.Secrets;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;

/** The page where people log in, for the built-in issuer of OpenID Connect. */
@Configuration
@ConditionalOnWebApplication
class LogInConfiguration {

    /** In the session: who has just given a right one-time password and may now replace it. */
    static final String MUST_CHANGE = "licensehub.mustChange";

    private static final int SECONDS_TO_CHANGE = 300;
    private static final String POLICY = "default-src 'none'; style-src 'self'; form-action *; base-uri 'none'; frame-ancestors 'none'";

    @Bean
    @Order(2)
    SecurityFilterChain logInPages(HttpSecurity http, AccountLogIn logIn, AccessProperties access, ProblemWriter problems) throws Exception {
        http.securityMatcher("/login", "/login/**", "/logout");
        if (access.people().redirectUris().isEmpty()) {
            return closed(http, problems);
        }
        return http
                // this and nothing else: a provider would be asked a second time as the application's own, and count failures twice
                .authenticationManager(logIn::authenticate)
                .formLogin(form -> form.loginPage("/login").failureHandler(LogInConfiguration::failed))
                // nobody has a session before a right password: whoever asks for pages could fill the memory with them
                .csrf(csrf -> csrf.csrfTokenRepository(tokensInCookie(access.secure())))
                .requestCache(cache -> cache.requestCache(new WantedLogIn(access.secure())))
                .logout(logout -> logout.logoutSuccessUrl("/login?left"))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(POLICY)))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll()).build();
    }

    private static SecurityFilterChain closed(HttpSecurity http, ProblemWriter problems) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable).logout(AbstractHttpConfigurer::disable).requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(errors -> errors.authenticationEntryPoint((request, response, e) -> problems.write(response, ProblemType.NOT_FOUND,
                        "本库未开放人员登录 / People do not log in at this hub")))
                .authorizeHttpRequests(requests -> requests.anyRequest().denyAll()).build();
    }

    private static CsrfTokenRepository tokensInCookie(boolean secure) {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("licensehub-csrf");
        tokens.setCookieCustomizer(cookie -> cookie.path("/").httpOnly(true).secure(secure).sameSite("Lax"));
        return tokens;
    }

    /** A session goes over TLS only where the hub is known by an address with TLS. */
    @Bean
    ServletContextInitializer sessionCookies(AccessProperties access) {
        return context -> {
            if (access.secure()) {
                context.getSessionCookieConfig().setSecure(true);
            }
        };
    }

    private static void failed(HttpServletRequest request, HttpServletResponse response, AuthenticationException e) throws IOException {
        if (e instanceof AccountLogIn.MustChange mustChange) {
            HttpSession session = request.getSession(true);
            // whoever planted the session's id before must not be the one who chooses the password
            request.changeSessionId();
            session.setAttribute(MUST_CHANGE, mustChange.person());
            session.setMaxInactiveInterval(SECONDS_TO_CHANGE);
            response.sendRedirect("/login/password");
        } else {
            response.sendRedirect(e instanceof InternalAuthenticationServiceException ? "/login?busy" : "/login?error");
        }
    }

    /** Signs what the hub says of people; made on first start, readable by its owner only. */
    @Bean
    JWKSource<SecurityContext> identityKey(HubProperties hub) throws IOException, JOSEException, ParseException {
        Path file = hub.keys().resolve("identity.jwk");
        if (!Files.exists(file)) {
            Secrets.write(file, new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.ES256)
                    .generate().toJSONString());
        }
        return new ImmutableJWKSet<>(new JWKSet(ECKey.parse(Secrets.read(file))));
    }

    /** Asked for by the framework's user-info endpoint, which takes no tokens here: the hub's are opaque. */
    @Bean
    JwtDecoder identityTokens(JWKSource<SecurityContext> identityKey) {
        return OAuth2AuthorizationServerConfiguration.jwtDecoder(identityKey);
    }
}

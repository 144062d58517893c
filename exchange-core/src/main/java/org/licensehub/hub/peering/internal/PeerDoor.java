package org.licensehub.hub.peering.internal;

import java.util.List;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.platform.ProblemWriter;
import org.licensehub.hub.platform.TlsDoor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;

/** A TLS port of its own for neighbour hubs; whoever has no certificate of a configured neighbour does not get in. */
@Configuration
@ConditionalOnWebApplication
@ConditionalOnProperty("licensehub.peering.port")
class PeerDoor {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> peerConnector(HubProperties hub) {
        return factory -> factory.addAdditionalTomcatConnectors(connector(hub.peering()));
    }

    private static Connector connector(HubProperties.Peering peering) {
        Connector connector = new TlsDoor(peering.address(), peering.port(), peering.keyStore(), peering.trustStore(), "TLSv1.3",
                TlsDoor.Clients.CERTIFICATE_REQUIRED).connector(PeerTls.password(peering));
        ((Http11NioProtocol) connector.getProtocolHandler()).setMaxThreads(20);
        return connector;
    }

    /** Before all other chains: on this port nothing but the neighbours' interface answers. */
    @Bean
    @Order(0)
    SecurityFilterChain peerChain(HttpSecurity http, HubProperties hub, PeerDirectory peers, ProblemWriter problems) throws Exception {
        int port = hub.peering().port();
        return http.securityMatcher(request -> request.getLocalPort() == port)
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .x509(x509 -> x509.subjectPrincipalRegex("CN=(.*?)(?:,|$)").userDetailsService(name -> peers.find(name)
                        .map(peer -> new User(peer.id(), "", List.of())).orElseThrow(() -> new UsernameNotFoundException("No neighbour"))))
                .exceptionHandling(errors -> errors
                        .authenticationEntryPoint((request, response, e) -> problems.write(response, ProblemType.UNAUTHENTICATED,
                                "只接受已登记的相邻库 / Only configured neighbour hubs are let in"))
                        .accessDeniedHandler((request, response, e) -> problems.write(response, ProblemType.MISSING_SCOPE, null)))
                .authorizeHttpRequests(requests -> requests.requestMatchers("/peer/v1/**").authenticated().anyRequest().denyAll()).build();
    }
}

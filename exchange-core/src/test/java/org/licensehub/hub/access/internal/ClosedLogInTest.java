package org.licensehub.hub.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.hub.platform.ProblemWriter;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** A hub that is told no address where a log-in may lead. */
class ClosedLogInTest {

    @Configuration
    @EnableWebMvc
    @EnableWebSecurity
    static class Framework {
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /login", "POST /login", "GET /login/password", "POST /login/password", "GET /login/page.css", "POST /logout"})
    void logInIsNotServedWherePeopleDoNotLogIn(String line) {
        AccessProperties none = new AccessProperties(List.of(), ZoneOffset.UTC, null, null, null,
                new AccessProperties.People("console", List.of(), Duration.ofMinutes(30)));
        new WebApplicationContextRunner().withUserConfiguration(Framework.class).run(context -> {
            FilterChainProxy chain = new FilterChainProxy(new LogInConfiguration().logInPages(context.getBean(HttpSecurity.class),
                    new AccountLogIn(null, null, null, null, null), none, new ProblemWriter(new ObjectMapper())));
            MockHttpServletRequest request = new MockHttpServletRequest(line.split(" ")[0], line.split(" ")[1]);
            MockHttpServletResponse response = new MockHttpServletResponse();
            MockFilterChain beyond = new MockFilterChain();
            chain.doFilter(request, response, beyond);
            assertThat(response.getStatus()).isEqualTo(404);
            assertThat(beyond.getRequest()).isNull();
            assertThat(request.getSession(false)).isNull();
        });
    }
}

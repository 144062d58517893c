package org.licensehub.hub.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class CallOriginTest {

    private static String origin(List<String> trusted, String peer, String... forwarded) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        for (String line : forwarded) {
            request.addHeader("X-Forwarded-For", line);
        }
        return new CallOrigin(new AccessProperties(trusted, ZoneOffset.UTC, null, null, null, null)).of(request);
    }

    @Test
    void headerCountsForNothingWithoutATrustedProxy() {
        assertThat(origin(List.of(), "203.0.113.9", "10.0.0.1")).isEqualTo("203.0.113.9");
    }

    @Test
    void headerCountsForNothingFromAnybodyButATrustedProxy() {
        assertThat(origin(List.of("10.9.0.0/16"), "203.0.113.9", "10.0.0.1")).isEqualTo("203.0.113.9");
    }

    @Test
    void lastAddressThatIsNoProxyIsTheOrigin() {
        List<String> trusted = List.of("10.9.0.0/16");
        assertThat(origin(trusted, "10.9.0.1", "198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(origin(trusted, "10.9.0.1", "1.1.1.1, 198.51.100.7, 10.9.0.2")).isEqualTo("198.51.100.7");
        assertThat(origin(trusted, "10.9.0.1", "1.1.1.1", "198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(origin(trusted, "10.9.0.1", "2001:db8::7")).isEqualTo("2001:db8::7");
    }

    @Test
    void callThroughAProxyThatTellsNothingBelongsToNoNetwork() {
        assertThat(origin(List.of("10.9.0.0/16"), "10.9.0.1")).isEqualTo(CallOrigin.UNKNOWN);
    }

    @Test
    void callOfAProxyItselfHasItsAddress() {
        assertThat(origin(List.of("10.9.0.0/16"), "10.9.0.1", "10.9.0.2")).isEqualTo("10.9.0.1");
    }

    @Test
    void whatIsNoAddressInTheHeaderBelongsToNoNetwork() {
        for (String odd : List.of("localhost", "", "10.0.0.1:8080", "a\u0000b", "unknown", "198.51.100.7,")) {
            assertThat(origin(List.of("10.9.0.0/16"), "10.9.0.1", odd)).isEqualTo(CallOrigin.UNKNOWN);
        }
    }

    @Test
    void proxiesThatAreNoNetworksStopTheStart() {
        assertThatThrownBy(() -> origin(List.of("proxy.local"), "10.9.0.1")).isInstanceOf(IllegalArgumentException.class);
    }
}

package org.licensehub.hub.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRangeTest {

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.255.0.1, true", "10.0.0.0/8, 11.0.0.1, false", "10.1.2.3, 10.1.2.3, true", "10.1.2.3, 10.1.2.4, false",
            "0.0.0.0/0, 8.8.8.8, true", "192.168.1.128/25, 192.168.1.127, false", "192.168.1.128/25, 192.168.1.128, true",
            "2001:db8::/32, 2001:db8:ffff::1, true", "2001:db8::/32, 2001:db9::1, false", "::1, ::1, true", "::1, 0:0:0:0:0:0:0:1, true",
            "10.0.0.0/8, ::ffff:10.0.0.1, true", "0.0.0.0/0, 2001:db8::1, false", "::/0, 10.0.0.1, false"})
    void rangeHoldsItsAddresses(String range, String address, boolean inside) {
        assertThat(NetworkRange.parse(range).orElseThrow().contains(address)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "/8", "10.0.0/8", "10.0.0.256", "localhost", "abcd", "dead.beef",
            "hub.gov.cn/8", "10.0.0.0/8/8", "2001:db8::/129", "2001:db8::zz", ":", "1:2:3", "fe80::1%eth0", "010.0.0.0/8x", "10.0.0.0 /8",
            "10.0.0.0/8\n", "10.0.0.1.", "٣.0.0.1"})
    void whatIsNoNetworkIsRefused(String text) {
        assertThat(NetworkRange.parse(text)).isEmpty();
    }

    @Test
    void noRangeHoldsWhatIsNoAddress() {
        assertThat(NetworkRange.parse("0.0.0.0/0").orElseThrow().contains("unknown")).isFalse();
    }
}

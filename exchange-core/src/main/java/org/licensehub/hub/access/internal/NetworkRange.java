package org.licensehub.hub.access.internal;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/** Addresses in CIDR notation, IPv4 or IPv6. Names are not taken: what a name means may change, and asking costs time. */
final class NetworkRange {

    private static final Pattern V4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern V6 = Pattern.compile("(?=[^:]*:[^:]*:)[0-9a-fA-F:]{1,39}(?::\\d{1,3}(?:\\.\\d{1,3}){3})?");
    private static final int LONGEST_V4 = 32;
    private static final int LONGEST_V6 = 128;

    private final IpAddressMatcher matcher;

    private NetworkRange(IpAddressMatcher matcher) {
        this.matcher = matcher;
    }

    /** @return the range; empty if the text is none */
    static Optional<NetworkRange> parse(String text) {
        String[] parts = text == null ? new String[0] : text.split("/", -1);
        if (parts.length < 1 || parts.length > 2 || !isAddress(parts[0])) {
            return Optional.empty();
        }
        int longest = V4.matcher(parts[0]).matches() ? LONGEST_V4 : LONGEST_V6;
        if (parts.length == 2 && (!parts[1].matches("\\d{1,3}") || Integer.parseInt(parts[1]) > longest)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new NetworkRange(new IpAddressMatcher(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the text is written as an address, so that nothing below takes it for a name. */
    static boolean isAddress(String text) {
        return V4.matcher(text).matches() || V6.matcher(text).matches();
    }

    static boolean anyContains(Collection<NetworkRange> ranges, String address) {
        return isAddress(address) && ranges.stream().anyMatch(range -> range.contains(address));
    }

    boolean contains(String address) {
        try {
            return matcher.matches(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

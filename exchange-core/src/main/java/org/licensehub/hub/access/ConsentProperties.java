package org.licensehub.hub.access;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Consent of holders, prefix {@code licensehub.access.consents}.
 *
 * @param oneUseLife how long a code for one use lasts, if nothing shorter or longer is asked for
 * @param longest how long any code may last
 * @param failures wrong codes of one caller in {@code window} after which it gets no answer by consent until the window ends
 */
@ConfigurationProperties("licensehub.access.consents")
public record ConsentProperties(@DefaultValue("10m") Duration oneUseLife, @DefaultValue("24h") Duration longest, @DefaultValue("20") int failures,
        @DefaultValue("1h") Duration window) {

    public ConsentProperties {
        if (oneUseLife.isNegative() || oneUseLife.isZero() || oneUseLife.compareTo(longest) > 0 || failures < 1 || window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("licensehub.access.consents: one-use-life 须为正且不长于 longest / must be positive and at most longest");
        }
    }
}

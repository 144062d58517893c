package org.licensehub.hub.national.internal;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The national share interface, prefix {@code licensehub.national}.
 *
 * @param codes which platform's status and result codes are spoken
 * @param downloadLife how long a one-time address may be used
 * @param publicUrl address of this hub in one-time addresses, such as {@code https://hub.example.gov.cn}; blank: as the caller called it
 */
@ConfigurationProperties("licensehub.national")
record NationalProperties(@DefaultValue("STATUS") CodeTable codes, @DefaultValue("600s") Duration downloadLife, @DefaultValue("") String publicUrl) {

    NationalProperties {
        if (downloadLife.isNegative() || downloadLife.isZero()) {
            throw new IllegalArgumentException("licensehub.national.download-life 须为正 / must be positive");
        }
    }

    /** Where the code of an outcome stands, and which one it is; {@link ShareStatus} has both. */
    enum CodeTable {
        /** head.status is the code (Shandong and platforms like it). */
        STATUS,
        /** head.status is 0 or 1 as text and head.message the code (a platform for land registries). */
        MESSAGE
    }
}

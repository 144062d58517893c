package org.licensehub.hub.audit.internal;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The holder index, prefix {@code licensehub.audit.holder-index}. @param every how old it grows before the next one is published */
@ConfigurationProperties("licensehub.audit.holder-index")
record HolderIndexProperties(@DefaultValue("24h") Duration every) {

    HolderIndexProperties {
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("licensehub.audit.holder-index.every 须为正 / must be positive");
        }
    }
}

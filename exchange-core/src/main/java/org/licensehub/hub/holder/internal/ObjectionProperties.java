package org.licensehub.hub.holder.internal;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Objections of holders, prefix {@code licensehub.holder.objections}. @param due how long there is to answer one */
@ConfigurationProperties("licensehub.holder.objections")
record ObjectionProperties(@DefaultValue("15d") Duration due) {

    ObjectionProperties {
        if (due.isNegative() || due.isZero()) {
            throw new IllegalArgumentException("licensehub.holder.objections.due 须为正 / must be positive");
        }
    }
}

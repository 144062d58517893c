package org.licensehub.hub.audit.internal.flags;

import java.time.Clock;
import org.licensehub.hub.audit.NumberRuns;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Parts of flags that others use. */
@Configuration
class FlagConfiguration {

    /** Of four places each: some three megabytes. */
    private static final int SETS = 1 << 14;

    @Bean
    NumberRuns numberRuns(FlagProperties limits, Clock clock) {
        return new NumberRuns(limits.sequence().run(), SETS, clock);
    }
}

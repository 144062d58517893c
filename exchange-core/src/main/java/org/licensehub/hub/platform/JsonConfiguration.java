package org.licensehub.hub.platform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** JSON as strict as a register needs it: no duplicate keys, no unknown properties, bounded depth and value length. */
@Configuration
public class JsonConfiguration {

    /** Longest string value and deepest nesting that are read; more is refused as too large. */
    public static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder().maxStringLength(1_000_000).maxNestingDepth(32).maxNumberLength(100).build();

    @Bean
    Jackson2ObjectMapperBuilderCustomizer strictJson() {
        return builder -> builder
                .factory(JsonFactory.builder().streamReadConstraints(LIMITS).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
                .featuresToEnable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .featuresToDisable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, MapperFeature.ALLOW_COERCION_OF_SCALARS);
    }
}

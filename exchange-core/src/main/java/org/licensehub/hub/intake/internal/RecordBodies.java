package org.licensehub.hub.intake.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The fields of a record as one JSON object. */
@Component
class RecordBodies {

    private static final TypeReference<LinkedHashMap<String, String>> FIELDS = new TypeReference<>() { };

    private final ObjectMapper json;

    RecordBodies(ObjectMapper json) {
        this.json = json;
    }

    String toJson(Map<String, String> fields) {
        try {
            return json.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of strings is always JSON", e);
        }
    }

    Map<String, String> fromJson(String text) {
        try {
            return json.readValue(text, FIELDS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored body is not the JSON that was stored", e);
        }
    }
}

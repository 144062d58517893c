package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What the hub said. */
record Answer(int status, Map<String, List<String>> headers, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (java.io.IOException e) {
            throw new AssertionError("Status " + status + " with a body that is no JSON: " + text(), e);
        }
    }

    /** The objects of an NDJSON body. */
    List<JsonNode> lines() {
        return text().lines().map(line -> {
            try {
                return JSON.readTree(line);
            } catch (JsonProcessingException e) {
                throw new AssertionError("No JSON: " + line, e);
            }
        }).toList();
    }

    Optional<String> header(String name) {
        return headers.entrySet().stream().filter(header -> header.getKey() != null && header.getKey().equalsIgnoreCase(name))
                .map(header -> header.getValue().get(0)).findFirst();
    }

    /** Asserts the status, shows the body if it is another. */
    Answer expect(int expected) {
        assertThat(status).as("status of the answer %s", text()).isEqualTo(expected);
        return this;
    }

    /** Asserts a problem detail (RFC 9457) of that kind. */
    Answer expectProblem(int expected, String slug) {
        expectProblem();
        assertThat(status).as(text()).isEqualTo(expected);
        assertThat(json().path("type").asText()).isEqualTo("urn:licensehub:problem:" + slug);
        return this;
    }

    /** Asserts that a refusal is a problem detail and no accident. */
    Answer expectProblem() {
        assertThat(header("Content-Type").orElse("none")).as("content type of status %s %s", status, text()).startsWith("application/problem+json");
        assertThat(json().path("type").asText()).startsWith("urn:licensehub:problem:");
        assertThat(json().path("title").asText()).isNotBlank();
        assertThat(json().path("status").asInt()).isEqualTo(status);
        assertThat(status).as(text()).isBetween(400, 499);
        return this;
    }

    /** Asserts the code of one of the field errors of a problem, or of the reasons of a receipt. */
    Answer expectFault(String field, String code) {
        JsonNode faults = json().has("errors") ? json().get("errors") : json().path("reasons");
        assertThat(StreamSupport.stream(faults.spliterator(), false).map(fault -> fault.path("field").asText() + ":" + fault.path("code").asText()))
                .as(text()).contains(field + ":" + code);
        return this;
    }
}

package org.licensehub.connectors;

import java.util.Map;
import java.util.Objects;

/**
 * One use of a route template, as configuration says it.
 *
 * @param id         name of this connector, {@code [a-z0-9][a-z0-9-]*}; route id, cursor key and log name
 * @param template   one of the ids in {@link ConnectorTemplates}
 * @param parameters the template's parameters by name
 */
public record ConnectorDefinition(String id, String template, Map<String, String> parameters) {

    public ConnectorDefinition {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(template, "template");
        parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    }
}

package io.yumen.service;

import io.yumen.protocol.UriTemplate;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A family of resources whose URIs differ in variables.
 *
 * @param template the URIs
 * @param name its name
 * @param description what is in them
 * @param mimeType of what type they are
 * @param handler what reads one
 * @param completers what knows values for the variables, by their names
 */
public record ResourceTemplate(
        UriTemplate template,
        String name,
        String description,
        String mimeType,
        Resource.Handler handler,
        Map<String, Completer> completers) {
    public ResourceTemplate {
        completers = Map.copyOf(completers);
    }

    public ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("uriTemplate", template.text())
                .put("name", name)
                .put("description", description)
                .put("mimeType", mimeType);
    }
}

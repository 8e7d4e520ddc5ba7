package io.yumen.service;

import java.util.Base64;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One piece of what a tool answers or a prompt says. */
public sealed interface Content {
    /** Its form on the wire ({@code ContentBlock}). */
    ObjectNode toJson();

    /** Words. */
    record Text(String text) implements Content {
        @Override
        public ObjectNode toJson() {
            return typed("text").put("text", text);
        }
    }

    /** A picture, in Base64. */
    record Image(String data, String mimeType) implements Content {
        @Override
        public ObjectNode toJson() {
            return typed("image").put("data", data).put("mimeType", mimeType);
        }
    }

    /** Sound, in Base64 (2025-03-26 and later). */
    record Audio(String data, String mimeType) implements Content {
        @Override
        public ObjectNode toJson() {
            return typed("audio").put("data", data).put("mimeType", mimeType);
        }
    }

    /** A resource, whole. */
    record Embedded(ResourceContents resource) implements Content {
        @Override
        public ObjectNode toJson() {
            ObjectNode json = typed("resource");
            json.set("resource", resource.toJson());
            return json;
        }
    }

    /** A pointer to a resource that the client can read (2025-06-18 and later). */
    record Link(String uri, String name, String description, String mimeType) implements Content {
        @Override
        public ObjectNode toJson() {
            return typed("resource_link")
                    .put("uri", uri)
                    .put("name", name)
                    .put("description", description)
                    .put("mimeType", mimeType);
        }
    }

    static Content text(String text) {
        return new Text(text);
    }

    static Content image(byte[] bytes, String mimeType) {
        return new Image(Base64.getEncoder().encodeToString(bytes), mimeType);
    }

    static Content audio(byte[] bytes, String mimeType) {
        return new Audio(Base64.getEncoder().encodeToString(bytes), mimeType);
    }

    private static ObjectNode typed(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}

package io.yumen.service;

import java.util.Base64;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is in a resource. */
public sealed interface ResourceContents {
    String uri();

    String mimeType();

    /** Its form on the wire. */
    ObjectNode toJson();

    /** Text. */
    record Text(String uri, String mimeType, String text) implements ResourceContents {
        @Override
        public ObjectNode toJson() {
            return header(this).put("text", text);
        }
    }

    /** Bytes, in Base64. */
    record Blob(String uri, String mimeType, String blob) implements ResourceContents {
        @Override
        public ObjectNode toJson() {
            return header(this).put("blob", blob);
        }
    }

    static ResourceContents text(String uri, String mimeType, String text) {
        return new Text(uri, mimeType, text);
    }

    static ResourceContents bytes(String uri, String mimeType, byte[] bytes) {
        return new Blob(uri, mimeType, Base64.getEncoder().encodeToString(bytes));
    }

    private static ObjectNode header(ResourceContents contents) {
        return JsonNodeFactory.instance.objectNode().put("uri", contents.uri()).put("mimeType", contents.mimeType());
    }
}

package io.yumen.service;

import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that can be read.
 *
 * @param uri its URI
 * @param name its name
 * @param description what is in it
 * @param mimeType of what type it is
 * @param handler what reads it
 */
public record Resource(String uri, String name, String description, String mimeType, Handler handler) {
    /** Reads a resource. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Reads.
         *
         * @param uri what is read
         * @param variables the variables of the template that it comes from; empty where it does not
         */
        Outcome read(String uri, Map<String, String> variables, Call call);
    }

    /** What reading comes to. */
    public sealed interface Outcome permits Reading, InputRequired {}

    /**
     * What was read.
     *
     * @param contents never empty: what does not exist is an error
     * @param ttl how long a client may keep it
     * @param scope for whom
     */
    public record Reading(List<ResourceContents> contents, Duration ttl, Scope scope) implements Outcome {
        /** For whom what was read may be kept (2026-07-28, "Caching"). */
        public enum Scope {
            /** For everybody: it is the same for all. */
            PUBLIC,
            /** For the same principal. */
            PRIVATE
        }

        public Reading {
            contents = List.copyOf(contents);
            if (contents.isEmpty()) {
                throw new IllegalArgumentException("A resource has contents");
            }
        }

        /** One content that may be different the next time. */
        public static Reading of(ResourceContents contents) {
            return new Reading(List.of(contents), Duration.ZERO, Scope.PRIVATE);
        }

        public ObjectNode toJson() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode read = json.putArray("contents");
            contents.forEach(content -> read.add(content.toJson()));
            return json;
        }
    }

    /** What a reader is told of a URI behind which there is nothing, or nothing of his. */
    public static RpcException notFound(String uri) {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("uri", PlainText.echoLong(uri));
        return new RpcException(
                new RpcError(ErrorCode.INVALID_PARAMS, "Resource not found: " + PlainText.echo(uri), data));
    }

    public ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("uri", uri)
                .put("name", name)
                .put("description", description)
                .put("mimeType", mimeType);
    }
}

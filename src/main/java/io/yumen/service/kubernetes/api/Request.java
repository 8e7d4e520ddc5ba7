package io.yumen.service.kubernetes.api;

import io.yumen.catalogue.Parameters;
import io.yumen.protocol.JsonCodec;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a cluster is asked.
 *
 * @param method of HTTP
 * @param path begins with a slash; its values were encoded
 * @param query what follows the path
 * @param accept the forms of the answer that are wanted
 * @param body what is sent; null where nothing is
 */
public record Request(
        String method,
        String path,
        Parameters query,
        String accept,
        @Nullable Body body) {
    /** Objects as they are. */
    public static final String JSON = "application/json";

    /** Objects as lines of a table, whose columns the cluster knows for each kind. */
    public static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    /** What all objects have in common alone. */
    public static final String METADATA =
            "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json";

    /** What happens to objects, told with their metadata. */
    public static final String WATCHED_METADATA =
            "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json";

    /**
     * What is sent.
     *
     * @param bytes not changed any more
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes of the wire, never compared
    public record Body(String type, byte[] bytes) {
        public Body(String type, String text) {
            this(type, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    public static Request get(String path, Parameters query, String accept) {
        return new Request("GET", path, query, accept, null);
    }

    public static Request get(String path) {
        return get(path, new Parameters(), JSON);
    }

    public static Request post(String path, JsonNode document) {
        return new Request("POST", path, new Parameters(), JSON, new Body(JSON, JsonCodec.text(document)));
    }

    /** Changes an object. */
    public static Request patch(String path, Parameters query, String type, String patch) {
        return new Request("PATCH", path, query, JSON, new Body(type, patch));
    }

    public static Request put(String path, Parameters query, JsonNode document) {
        return new Request("PUT", path, query, JSON, new Body(JSON, JsonCodec.text(document)));
    }

    public static Request delete(String path, Parameters query, JsonNode options) {
        return new Request("DELETE", path, query, JSON, new Body(JSON, JsonCodec.text(options)));
    }

    /** Path and query. */
    String target() {
        String asked = query.toString();
        return asked.isEmpty() ? path : path + "?" + asked;
    }

    boolean onlyReads() {
        return method.equals("GET");
    }

    byte[] bytes() {
        return body == null ? new byte[0] : body.bytes();
    }
}

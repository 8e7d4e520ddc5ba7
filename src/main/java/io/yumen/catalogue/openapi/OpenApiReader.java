package io.yumen.catalogue.openapi;

import io.yumen.catalogue.rest.BadCatalogue;
import io.yumen.catalogue.rest.Catalogue;
import io.yumen.catalogue.rest.Operation;
import io.yumen.http.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads OpenAPI documents (3.0 and 3.1). What cannot be taken over is left out with a note. */
public final class OpenApiReader {
    private static final List<String> METHODS = List.of("get", "head", "post", "put", "patch", "delete");
    private static final int MAX_OPERATIONS = 500;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private OpenApiReader() {}

    /**
     * Reads a document.
     *
     * @param operations which of its operations; all where there are none
     * @throws BadCatalogue where it is none
     */
    public static Catalogue read(byte[] file, List<String> operations) {
        Document document = Document.read(file);
        JsonNode root = document.root();
        String version = root.path("openapi").asString("");
        if (!version.startsWith("3.0") && !version.startsWith("3.1")) {
            throw new BadCatalogue(
                    "openapi",
                    "This is no OpenAPI document of version 3.0 or 3.1"
                            + (root.has("swagger") ? "; convert it from Swagger 2.0" : ""));
        }
        List<String> notes = new ArrayList<>();
        List<Operation> found = operations(document, new Chosen(operations), notes);
        if (found.isEmpty() || found.size() > MAX_OPERATIONS) {
            throw new BadCatalogue(
                    "paths",
                    found.size() + " operations are no list of tools; choose up to " + MAX_OPERATIONS
                            + " with \"operations\"" + (notes.isEmpty() ? "" : " (" + notes.getFirst() + ")"));
        }
        String title = root.path("info").path("title").asString("REST service");
        return new Catalogue(
                name(title),
                Texts.cut(title, 100),
                "",
                url(root.path("servers").path(0)),
                Headers.none(),
                TIMEOUT,
                found,
                notes);
    }

    private static List<Operation> operations(Document document, Chosen chosen, List<String> notes) {
        List<Operation> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, JsonNode> path : document.root().path("paths").properties()) {
            JsonNode item = document.follow(path.getValue());
            if (item.isMissingNode()) {
                notes.add(path.getKey() + " is left out: it refers to what is not in this document");
            }
            for (String method : METHODS) {
                if (!item.path(method).isObject()) {
                    continue;
                }
                Endpoint endpoint =
                        new Endpoint(method.toUpperCase(Locale.ROOT), path.getKey(), item, item.path(method));
                if (!chosen.has(endpoint.names())) {
                    continue;
                }
                try {
                    found.add(new OperationMaker(document, endpoint, notes).make(names));
                } catch (IllegalArgumentException e) {
                    notes.add(endpoint + " is left out: " + e.getMessage());
                }
            }
        }
        chosen.requireAllUsed();
        return found;
    }

    /** The first server, its variables as they are where nobody says otherwise; null where it is relative to the document. */
    private static @Nullable String url(JsonNode server) {
        String url = server.path("url").asString("");
        for (Map.Entry<String, JsonNode> variable : server.path("variables").properties()) {
            url = url.replace(
                    "{" + variable.getKey() + "}",
                    variable.getValue().path("default").asString(""));
        }
        return url.startsWith("https://") || url.startsWith("http://") ? url : null;
    }

    private static String name(String title) {
        String small =
                title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+|-+$", "");
        return small.isEmpty()
                ? "rest"
                : small.substring(0, Math.min(small.length(), 40)).replaceAll("-+$", "");
    }
}

package io.yumen.catalogue.rest;

import io.yumen.http.Headers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A description of a REST service.
 *
 * @param name of the service, which can be a scheme of URIs
 * @param title for people
 * @param instructions how a model should use it; empty where the tools say enough
 * @param url where it is; null where only the settings say that
 * @param headers of every request
 * @param timeout of one request
 * @param operations what it does
 * @param notes what could not be taken over from its document, a sentence each
 */
public record Catalogue(
        String name,
        String title,
        String instructions,
        @Nullable String url,
        Headers headers,
        Duration timeout,
        List<Operation> operations,
        List<String> notes) {
    public Catalogue {
        operations = List.copyOf(operations);
        notes = List.copyOf(notes);
    }
}

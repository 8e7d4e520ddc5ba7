package io.yumen.catalogue.rest;

import io.yumen.schema.JsonSchema;
import io.yumen.service.ToolHints;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Something that a REST service does, as a tool.
 *
 * @param label how the tool is called
 * @param hints what it does to the world
 * @param input its arguments, without those of how the answer is told
 * @param request what is sent
 * @param shape what is made of the answer
 * @param advice what to say of a status of HTTP that is a failure
 * @param ttl how long an answer may be told again; zero where it may not
 */
public record Operation(
        Label label,
        ToolHints hints,
        JsonSchema input,
        Request request,
        Shape shape,
        Map<Integer, String> advice,
        Duration ttl) {
    /** It adds something each time. */
    static final ToolHints ADDING = new ToolHints(false, false, false, true);

    public Operation {
        advice = Map.copyOf(advice);
    }

    /** What a method of HTTP does to the world, where nothing else is known. */
    public static ToolHints hintsOf(String method) {
        return switch (method) {
            case "GET", "HEAD" -> ToolHints.READ_REMOTE;
            case "POST" -> ADDING;
            default -> destroying(method);
        };
    }

    /** What one does that destroys or overwrites: the second time nothing more, where it says what is to be there. */
    static ToolHints destroying(String method) {
        return new ToolHints(false, true, !method.equals("POST") && !method.equals("PATCH"), true);
    }

    /**
     * How a tool is called.
     *
     * @param name its name
     * @param title for people
     * @param description what it does, for the model
     * @param prefix before the names of the arguments that say how the answer is told
     */
    public record Label(String name, String title, String description, String prefix) {}

    /**
     * What is sent.
     *
     * @param method of HTTP
     * @param path where to
     * @param query its parameters
     * @param headers beside those of the service
     * @param cookies of the request
     * @param body what it carries
     */
    public record Request(
            String method,
            PathTemplate path,
            List<Parameter> query,
            List<Parameter> headers,
            List<Parameter> cookies,
            Body body) {
        public Request {
            query = List.copyOf(query);
            headers = List.copyOf(headers);
            cookies = List.copyOf(cookies);
        }
    }
}

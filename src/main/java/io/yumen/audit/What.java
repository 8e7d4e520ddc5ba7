package io.yumen.audit;

import io.yumen.http.server.HttpRequest;
import io.yumen.protocol.FieldWriter;
import io.yumen.telemetry.TraceContext;

/**
 * What was to be done. What is not known is empty.
 *
 * @param method the method of the protocol, or of HTTP where it did not come so far
 * @param place the endpoint, or the path, that was called
 * @param server the server that it was for
 * @param name the tool, resource or prompt, as that server knows it
 * @param arguments what it was called with, without what may be secret
 * @param trace the id of the trace that it belongs to, 32 hexadecimal digits
 */
public record What(String method, String place, String server, String name, Arguments arguments, String trace) {
    public What {
        method = Redaction.cut(method);
        place = Redaction.cut(place);
        server = Redaction.cut(server);
        name = Redaction.cut(name);
    }

    /** That request of HTTP. */
    public static What of(HttpRequest request) {
        return of(request, request.method(), request.path());
    }

    /** That request of HTTP, which is called that and is recorded with that path; its trace is the one that it names, or begins here. */
    public static What of(HttpRequest request, String method, String path) {
        TraceContext context =
                request.header(TraceContext.FIELD).flatMap(TraceContext::read).orElseGet(TraceContext::begin);
        return new What(method, path, "", "", Arguments.NONE, context.trace());
    }

    /** What is done on the machine itself, without a request; its trace begins here. */
    public static What own(String method, String path) {
        return new What(
                method, path, "", "", Arguments.NONE, TraceContext.begin().trace());
    }

    void write(FieldWriter json) {
        Fields.put(json, "method", method);
        Fields.put(json, "place", place);
        Fields.put(json, "server", server);
        Fields.put(json, "name", name);
        if (!arguments.names().isEmpty()) {
            json.put("arguments", arguments::write);
        }
        Fields.put(json, "trace", trace);
    }
}

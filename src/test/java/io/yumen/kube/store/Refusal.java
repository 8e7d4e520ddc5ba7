package io.yumen.kube.store;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An answer of the kind {@code Status} that says no. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;
    private final transient ObjectNode details;

    /** With that HTTP status and the reason in Kubernetes' words. */
    public Refusal(int code, String reason, String message) {
        this(code, reason, message, Trees.object());
    }

    private Refusal(int code, String reason, String message, ObjectNode details) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    /** The request makes no sense. */
    public static Refusal badRequest(String message) {
        return new Refusal(400, "BadRequest", message);
    }

    /** There is no such object. */
    public static Refusal notFound(Kind kind, String name) {
        return new Refusal(404, "NotFound", kind.resource() + " \"" + name + "\" not found", about(kind, name));
    }

    /** There is no such path. */
    public static Refusal noSuchPath() {
        return new Refusal(404, "NotFound", "the server could not find the requested resource");
    }

    /** There is one of that name. */
    public static Refusal alreadyExists(Kind kind, String name) {
        return new Refusal(
                409, "AlreadyExists", kind.resource() + " \"" + name + "\" already exists", about(kind, name));
    }

    /** It was changed meanwhile, or the request does not fit what there is. */
    public static Refusal conflict(Kind kind, String name, String why) {
        String message = "Operation cannot be fulfilled on " + kind.resource() + " \"" + name + "\": " + why;
        return new Refusal(409, "Conflict", message, about(kind, name));
    }

    /** Other managers own what an apply would change. */
    public static Refusal applyConflict(String message, ArrayNode causes) {
        ObjectNode details = Trees.object();
        details.set("causes", causes);
        return new Refusal(409, "Conflict", message, details);
    }

    /** A field has a value that it may not have. */
    public static Refusal invalid(Kind kind, String name, String field, String why) {
        ObjectNode details = about(kind, name);
        details.put("kind", kind.kind());
        details.putArray("causes")
                .addObject()
                .put("reason", "FieldValueInvalid")
                .put("message", why)
                .put("field", field);
        String message = kind.kind() + (kind.group().isEmpty() ? "" : "." + kind.group()) + " \"" + name
                + "\" is invalid: " + field + ": " + why;
        return new Refusal(422, "Invalid", message, details);
    }

    /** The version or the cursor is older than what is kept. */
    public static Refusal expired(String message) {
        return new Refusal(410, "Expired", message);
    }

    /** The same, to be asked again later. */
    public Refusal retryAfter(Duration wait) {
        ObjectNode later = details.deepCopy();
        later.put("retryAfterSeconds", wait.toSeconds());
        return new Refusal(code, reason, String.valueOf(getMessage()), later);
    }

    /** The status code of HTTP. */
    public int code() {
        return code;
    }

    /** After how many seconds to ask again, where that is said. */
    public Optional<String> retryAfterSeconds() {
        return details.optional("retryAfterSeconds").map(seconds -> seconds.asString(""));
    }

    /** As Kubernetes says it. */
    public ObjectNode status() {
        ObjectNode status = Trees.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure")
                .put("message", String.valueOf(getMessage()))
                .put("reason", reason);
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        return status.put("code", code);
    }

    private static ObjectNode about(Kind kind, String name) {
        ObjectNode details = Trees.object();
        details.put("name", name).put("kind", kind.plural());
        if (!kind.group().isEmpty()) {
            details.put("group", kind.group());
        }
        return details;
    }
}

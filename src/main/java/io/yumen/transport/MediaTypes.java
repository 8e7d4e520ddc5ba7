package io.yumen.transport;

import io.yumen.http.Headers;
import java.util.Locale;

/** What a client sends and accepts. */
public final class MediaTypes {
    private MediaTypes() {}

    /** Checks the headers of a {@code POST}: JSON comes, and both JSON and a stream may go back. */
    public static void check(Headers headers) {
        requireJson(headers);
        if (!accepts(headers, "application/json") || !accepts(headers, "text/event-stream")) {
            throw new Refusal(Status.NOT_ACCEPTABLE, "Accept must allow both application/json and text/event-stream");
        }
    }

    /** Checks that JSON comes. A page of another origin cannot send that without having been asked for leave. */
    public static void requireJson(Headers headers) {
        String type = headers.find("Content-Type");
        if (type == null || !essence(type).equals("application/json")) {
            throw new Refusal(Status.UNSUPPORTED_MEDIA_TYPE, "The Content-Type of a message is application/json");
        }
    }

    /** Checks that an event stream may go back. */
    public static void requireStream(Headers headers) {
        if (!accepts(headers, "text/event-stream")) {
            throw new Refusal(Status.NOT_ACCEPTABLE, "Accept must allow text/event-stream");
        }
    }

    /** Whether a response of that type may be sent; a client that does not say accepts everything. */
    public static boolean accepts(Headers headers, String type) {
        String accept = headers.find("Accept");
        if (accept == null) {
            return true;
        }
        String group = type.substring(0, type.indexOf('/')) + "/*";
        return accept.contains(type) || accept.contains("*/*") || accept.contains(group);
    }

    /** A media type without its parameters. */
    private static String essence(String type) {
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }
}

package io.yumen.service.kubernetes.api;

import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import io.yumen.service.answer.Redactor;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What went wrong with a cluster, in words that a model can act on. */
final class Troubles {
    private static final int LONGEST = 800;
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Redactor REDACTOR = Redactor.common();

    private static final Known FAILED = new Known("failed", "");
    private static final Known REFUSED = new Known("refused", "");
    private static final Map<Integer, Known> KNOWN = Map.of(
            401,
            new Known(
                    "unauthorized",
                    ". It does not accept the credentials of this server; an operator has to renew them"),
            403,
            new Known("forbidden", ". Ask the tool access what is allowed"),
            405,
            new Known("refused", ". This kind does not allow that; api_resources says its verbs"),
            409,
            new Known(
                    "conflict",
                    ". Read it again, and try with what is there now; where others own the fields, force=true of apply takes them over"),
            410,
            new Known(
                    "expired",
                    ". The list has changed too much since it was begun; leave the cursor out to begin anew"),
            413,
            new Known("too_large", ""),
            422,
            new Known("refused", ". Correct these fields; explain says what they may be"));

    private Troubles() {}

    /** There was no answer. */
    static ToolFailure of(String cluster, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof ExecutionException || cause instanceof CompletionException)) {
            cause = cause.getCause();
        }
        String name = "The cluster " + cluster;
        if (cause instanceof ToolFailure known) {
            return known;
        }
        if (cause instanceof TooLarge) {
            return new ToolFailure("too_large", name + " answers too much: " + cause.getMessage(), Duration.ZERO);
        }
        if (isTimeout(cause)) {
            return new ToolFailure(
                    "timeout",
                    name + " did not answer in time; ask for less (a namespace, a selector), or later",
                    SOON);
        }
        if (isTls(cause)) {
            return new ToolFailure(
                    "unreachable",
                    name + " cannot be trusted (" + said(cause) + "); an operator has to look at its certificate",
                    Duration.ZERO);
        }
        return new ToolFailure(
                "unreachable",
                name + " cannot be reached (" + said(cause) + "); is it running, and is its address right?",
                SOON);
    }

    private static boolean isTimeout(Throwable cause) {
        boolean isOfHttp = cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException);
        return isOfHttp || cause instanceof TimeoutException;
    }

    private static boolean isTls(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    private static String said(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof UnknownHostException || at instanceof UnresolvedAddressException) {
                return "its name is not known";
            }
            if (at instanceof ConnectException && at.getMessage() == null) {
                return "nobody listens there";
            }
        }
        String message = cause.getMessage();
        return REDACTOR.text(PlainText.echo(message == null ? cause.getClass().getSimpleName() : message));
    }

    /** It answered that it will not, or cannot. */
    static ToolFailure of(String cluster, Request request, Reply reply) {
        String answer = "The cluster " + cluster + " answered " + reply.status() + said(reply);
        return switch (reply.status()) {
            case 404 -> failed("not_found", answer + advice(request));
            case 429, 503 -> new ToolFailure("busy", answer + ". Try again later", reply.retryAfter());
            case 504 -> new ToolFailure("timeout", answer + ". Ask for less, or later", reply.retryAfter());
            default -> {
                Known known = KNOWN.getOrDefault(reply.status(), reply.status() >= 500 ? FAILED : REFUSED);
                yield failed(known.code, answer + known.advice);
            }
        };
    }

    /** What an answer means, and what to do. */
    private record Known(String code, String advice) {}

    /** It answered something else than it should. */
    static ToolFailure strange(String cluster, Reply reply) {
        return failed(
                "strange",
                "The cluster " + cluster + " answered " + PlainText.echo(reply.type())
                        + " in place of JSON; is its address that of the API server?");
    }

    private static ToolFailure failed(String code, String message) {
        return new ToolFailure(code, message, Duration.ZERO);
    }

    private static String advice(Request request) {
        return request.method().equals("GET") ? ". Use list or search to see what there is" : "";
    }

    private static String said(Reply reply) {
        JsonNode status = reply.tree();
        @Nullable
        String message = status == null ? null : status.path("message").asString("");
        String text = message == null || message.isEmpty() ? plain(reply) : message;
        String clean = REDACTOR.text(PlainText.of(text)).strip();
        String shown = clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
        return shown.isEmpty() ? "" : ": " + shown;
    }

    private static String plain(Reply reply) {
        byte[] body = reply.body();
        String text = new String(body, 0, Math.min(body.length, LONGEST), StandardCharsets.UTF_8);
        return text.stripLeading().startsWith("<") ? "" : text;
    }

    /** An answer that is larger than one may be. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(int bytes) {
            super("more than " + (bytes >> 20) + " MiB; ask for a namespace, a selector, or a smaller limit");
        }
    }
}

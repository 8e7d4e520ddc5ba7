package io.yumen.catalogue;

import io.yumen.http.HttpException;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import io.yumen.service.answer.Redactor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What went wrong with a service, in words that a model can act on. */
final class Troubles {
    private static final int LONGEST = 600;
    private static final int LOOKED_AT = 8 << 10;
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Redactor REDACTOR = Redactor.common();

    /** Where services say what is wrong. */
    private static final List<String> MESSAGES = List.of("error", "message", "reason", "detail", "error_description");

    private Troubles() {}

    /** There was no answer in that time. */
    static ToolFailure of(String service, Duration time, HttpException failure) {
        String why = PlainText.echoLong(String.valueOf(failure.getMessage()));
        return switch (failure.code()) {
            case TIMED_OUT ->
                new ToolFailure(
                        "timeout",
                        service + " did not answer within " + seconds(time) + " (" + why + "); ask for less, or later",
                        SOON);
            case TOO_LARGE ->
                new ToolFailure("too_large", service + " answers too much (" + why + "); ask for less", Duration.ZERO);
            case ADDRESS_REFUSED, TLS_FAILED ->
                new ToolFailure(
                        "unreachable",
                        service + " cannot be talked to (" + why + "); an operator has to look at its address and"
                                + " certificate, and at \"tls\" of this server",
                        Duration.ZERO);
            case CONNECT_FAILED, DNS_FAILED, CLOSED, BUSY, PROTOCOL, CANCELLED, CLIENT_GONE, REFUSED, CANNOT_LISTEN ->
                new ToolFailure(
                        "unreachable",
                        service + " cannot be reached (" + why + "); is it running, and is its address right?",
                        SOON);
        };
    }

    /** It answered that it will not, or cannot. */
    static ToolFailure of(String service, Reply reply) {
        String said = said(reply);
        String answer = service + " answered " + reply.status() + (said.isEmpty() ? "" : ": " + said);
        return switch (reply.status()) {
            case 301, 302, 303, 307, 308 ->
                new ToolFailure(
                        "refused",
                        service + " answered " + reply.status()
                                + ", which leads elsewhere and is not followed: the credentials are for this address alone."
                                + " An operator has to look at the address; perhaps a page to log in stands before it",
                        Duration.ZERO);
            case 401 ->
                new ToolFailure(
                        "unauthorized",
                        answer + ". It does not accept the credentials of this server; an operator has to renew them",
                        Duration.ZERO);
            case 403 -> new ToolFailure("forbidden", answer + ". The credentials do not allow that", Duration.ZERO);
            case 404 -> new ToolFailure("not_found", answer, Duration.ZERO);
            case 409 -> new ToolFailure("conflict", answer + ". Read it again, and try with what is there now", SOON);
            case 429, 503 ->
                new ToolFailure("busy", answer, RetryAfter.of(reply.headers().find("Retry-After")));
            default ->
                reply.status() >= 500
                        ? new ToolFailure(
                                "failed",
                                answer,
                                RetryAfter.afterFailure(reply.headers().find("Retry-After")))
                        : new ToolFailure("refused", answer, Duration.ZERO);
        };
    }

    /** It answered something else than it should. */
    static ToolFailure strange(String service, Reply reply) {
        String type = reply.headers().first("Content-Type").orElse("nothing that says its type");
        return new ToolFailure(
                "strange",
                service + " answered " + PlainText.echo(type)
                        + " in place of JSON; is its address that of the API, and no" + " page to log in?",
                Duration.ZERO);
    }

    /** It answered JSON, but not what it promises. */
    static ToolFailure broken(String service, String what, JsonNode answered) {
        boolean isSaid = MESSAGES.stream().anyMatch(name -> answered.path(name).isString());
        String said = isSaid ? ": " + brief(message(REDACTOR.tree(answered))) : "";
        return new ToolFailure(
                "strange",
                service + " answered JSON without " + what + " as its API promises it" + said
                        + (isSaid ? "" : "; is its address that of the API, and nothing else in between?"),
                Duration.ZERO);
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1_000 > 0
                ? time.toMillis() + " ms"
                : time.toSeconds() + (time.toSeconds() == 1 ? " second" : " seconds");
    }

    private static String said(Reply reply) {
        JsonNode tree = Target.tree(reply.body());
        int most = Math.min(reply.body().length, LOOKED_AT);
        String all =
                tree == null ? new String(reply.body(), 0, most, StandardCharsets.UTF_8) : message(REDACTOR.tree(tree));
        String plain = brief(all);
        return plain.startsWith("<") ? "" : plain; // a page for people
    }

    private static String brief(String all) {
        String text = all.length() <= LOOKED_AT ? all : all.substring(0, LOOKED_AT);
        String plain = REDACTOR.text(PlainText.of(text)).strip();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }

    private static String message(JsonNode tree) {
        if (tree.isString()) {
            return tree.stringValue();
        }
        for (String name : MESSAGES) {
            JsonNode value = tree.path(name);
            if (value.isString()) {
                return value.stringValue();
            }
            if (value.isObject()) {
                return message(value);
            }
        }
        return tree.isEmpty() ? "" : JsonCodec.text(tree);
    }
}

package io.yumen.service.awsdocs.demo;

import io.yumen.http.Headers;
import io.yumen.secret.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Answers as AWS's sites do. Safe for many threads. */
public final class DemoDesk {
    private static final String CHANGED = "Thu, 15 Jan 2026 08:00:00 GMT";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "md", "text/markdown",
            "json", "application/json",
            "txt", "text/plain; charset=utf-8",
            "xml", "application/xml");

    private final DemoPages pages = new DemoPages();
    private final DemoSearch search = new DemoSearch(pages);

    /**
     * A request.
     *
     * @param path {@code /host/path}, where the host is the public one
     * @param query what follows the question mark
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Question(String method, String path, String query, Headers headers, byte[] body) {}

    /** What is answered. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Reply(int status, Headers headers, byte[] body) {
        static Reply of(int status, String type, String text) {
            return new Reply(status, Headers.of("Content-Type", type), text.getBytes(StandardCharsets.UTF_8));
        }
    }

    public Reply answer(Question question) {
        Reply reply = switch (host(question.path())) {
            case "docs.aws.amazon.com", "docs.amazonaws.cn" -> document(question);
            case "proxy.search.docs.aws.com" -> search.search(question);
            case "api.contentrecs.docs.aws.com" -> search.recommend(question);
            default -> missing();
        };
        return packed(reply, question.headers());
    }

    private Reply document(Question question) {
        if (!question.method().equals("GET") && !question.method().equals("HEAD")) {
            return Reply.of(405, "text/plain", "Only GET is answered here.\n");
        }
        String path = question.path().substring(1);
        Optional<String> moved = pages.moved(path);
        if (moved.isPresent()) {
            return new Reply(301, Headers.of("Location", moved.get()), new byte[0]);
        }
        return pages.text(path)
                .map(text -> dated(path, text, question.headers()))
                .orElseGet(DemoDesk::missing);
    }

    private static Reply dated(String path, String text, Headers asked) {
        String tag = "\"" + HexFormat.of().formatHex(Sha256.of(text), 0, 12) + "\"";
        Headers headers = Headers.of("ETag", tag, "Last-Modified", CHANGED, "Cache-Control", "max-age=300");
        boolean isKnown = asked.first("If-None-Match")
                .map(tag::equals)
                .orElseGet(() ->
                        asked.first("If-Modified-Since").filter(CHANGED::equals).isPresent());
        if (isKnown) {
            return new Reply(304, headers, new byte[0]);
        }
        String ending = path.endsWith("/") ? "html" : path.substring(path.lastIndexOf('.') + 1);
        String type = TYPES.getOrDefault(ending, "application/octet-stream");
        return new Reply(200, headers.with("Content-Type", type), text.getBytes(StandardCharsets.UTF_8));
    }

    private static Reply packed(Reply reply, Headers asked) {
        if (reply.body().length == 0 || !asked.hasToken("Accept-Encoding", "gzip")) {
            return reply;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(reply.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Reply(reply.status(), reply.headers().with("Content-Encoding", "gzip"), bytes.toByteArray());
    }

    private static Reply missing() {
        return Reply.of(
                404, "text/html;charset=UTF-8", "<!DOCTYPE html><title>Not found</title><p>There is no such page.\n");
    }

    private static String host(String path) {
        int end = path.indexOf('/', 1);
        return end < 0 ? "" : path.substring(1, end);
    }
}

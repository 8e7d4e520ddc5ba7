package io.yumen.kube.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One request and its answer. One thread reads it and answers once. */
public final class Call {
    private static final int HEAD_BYTES = 65_536;
    private static final int BODY_BYTES = 16 << 20;

    private final String method;
    private final String path;
    private final String rawQuery;
    private final Map<String, List<String>> query;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final InputStream in;
    private final OutputStream out;
    private final Runnable cut;
    private @Nullable ChunkedOutput chunks;
    private boolean answered;
    private boolean last;

    private Call(String method, String target, Map<String, List<String>> headers, byte[] body, Streams streams) {
        this.method = method;
        int mark = target.indexOf('?');
        this.path = mark < 0 ? target : target.substring(0, mark);
        this.rawQuery = mark < 0 ? "" : target.substring(mark + 1);
        this.query = rawQuery.isEmpty() ? Map.of() : parseQuery(rawQuery);
        this.headers = headers;
        this.body = body;
        this.in = streams.in();
        this.out = streams.out();
        this.cut = streams.cut();
    }

    record Streams(InputStream in, OutputStream out, Runnable cut) {}

    static @Nullable Call read(Streams streams) throws IOException {
        InputStream in = streams.in();
        OutputStream out = streams.out();
        String start = line(in);
        if (start == null) {
            return null;
        }
        String[] parts = start.split(" ", -1);
        if (parts.length != 3) {
            throw new Broken("No request line: " + start);
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(line.substring(0, colon), key -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
        }
        if (headers.containsKey("Expect")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        return new Call(parts[0], parts[1], headers, readBody(in, headers), streams);
    }

    /** GET, PUT and so on. */
    public String method() {
        return method;
    }

    /** The path without its query. */
    public String path() {
        return path;
    }

    /** The query as it was sent, without its question mark. */
    public String query() {
        return rawQuery;
    }

    /** The path's segments, decoded. */
    public List<String> segments() {
        // As the real one does it: a slash that is encoded divides, too.
        String decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        return List.of(decoded.substring(1).split("/"));
    }

    /** The first value of a parameter; empty when there is none. */
    public String parameter(String name) {
        return parameters(name).stream().findFirst().orElse("");
    }

    /** All values of a parameter. */
    public List<String> parameters(String name) {
        return query.getOrDefault(name, List.of());
    }

    /** Whether a parameter says yes. */
    public boolean flag(String name) {
        return query.containsKey(name) && !List.of("false", "0").contains(parameter(name));
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** All values of a header. */
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** All headers. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** What was sent. */
    public byte[] body() {
        return body;
    }

    /** Whether an answer was begun. */
    public boolean isAnswered() {
        return answered;
    }

    /** Answers with these bytes. */
    public void answer(int status, Map<String, String> fields, byte[] bytes) {
        try {
            head(status, fields, "Content-Length: " + bytes.length + "\r\n");
            if (!method.equals("HEAD")) {
                out.write(bytes);
            }
            out.flush();
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    /** Answers with what is written here; {@link OutputStream#flush} sends it on. */
    public OutputStream stream(int status, Map<String, String> fields) {
        try {
            head(status, fields, "Transfer-Encoding: chunked\r\n");
            ChunkedOutput begun = new ChunkedOutput(out);
            chunks = begun;
            return begun;
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    /** Answers 101; from then on the connection is the caller's until he returns. */
    public Switched upgrade(Map<String, String> fields) {
        try {
            last = true;
            head(101, fields, "");
            out.flush();
            return new Switched(in, out);
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    /** The connection itself, to answer with what is no HTTP. */
    public Switched raw() {
        answered = true;
        last = true;
        return new Switched(in, out);
    }

    /** Cuts the connection, from any thread. */
    public void cut() {
        cut.run();
    }

    /** A connection that left HTTP. */
    public record Switched(InputStream in, OutputStream out) {}

    /** Completes the answer; whether another request may follow. */
    boolean end() throws IOException {
        if (chunks != null) {
            chunks.close();
        }
        out.flush();
        return answered
                && !last
                && !"close".equalsIgnoreCase(header("Connection").orElse(""));
    }

    private void head(int status, Map<String, String> fields, String length) throws IOException {
        answered = true;
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(status)
                .append(status == 101 ? " Switching Protocols\r\n" : " -\r\n");
        fields.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        out.write(head.append(length).append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] readBody(InputStream in, Map<String, List<String>> headers) throws IOException {
        if (headers.getOrDefault("Transfer-Encoding", List.of()).stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("chunked"))) {
            return readChunks(in);
        }
        int length = Integer.parseInt(
                headers.getOrDefault("Content-Length", List.of("0")).getFirst());
        return in.readNBytes(checked(length));
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            String size = line(in);
            if (size == null) {
                throw new Broken("The body ended early");
            }
            int length = checked(Integer.parseInt(size.split(";", -1)[0].strip(), 16));
            all.write(in.readNBytes(length));
            checked(all.size());
            line(in);
            if (length == 0) {
                return all.toByteArray();
            }
        }
    }

    private static int checked(int length) {
        if (length < 0 || length > BODY_BYTES) {
            throw new Broken("A body of " + length + " bytes");
        }
        return length;
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (line.size() > HEAD_BYTES) {
                throw new Broken("A line that is too long");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static Map<String, List<String>> parseQuery(String text) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.computeIfAbsent(decode(name), key -> new ArrayList<>()).add(decode(value));
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

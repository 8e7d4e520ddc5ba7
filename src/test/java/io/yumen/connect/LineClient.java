package io.yumen.connect;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.Meta;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** A client at one end of a pipe: writes lines, and waits for those that it expects. */
public final class LineClient implements AutoCloseable {
    private static final JsonCodec JSON = new JsonCodec(JsonLimits.DEFAULT);
    private static final int PATIENCE_SECONDS = 30;

    private final OutputStream out;
    private final BlockingQueue<ObjectNode> heard = new LinkedBlockingQueue<>();
    private final List<ObjectNode> passedOver = new CopyOnWriteArrayList<>();

    public LineClient(OutputStream out, InputStream in) {
        this.out = out;
        Thread.ofVirtual().start(() -> read(in));
    }

    /** Says that, written with single quotes. */
    public void say(String message) {
        try {
            out.write((message.replace('\'', '"').replace("\n", " ") + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void request(Object id, String method, String params) {
        String quoted = id instanceof String ? "'" + id + "'" : String.valueOf(id);
        say("{'jsonrpc': '2.0', 'id': %s, 'method': '%s', 'params': %s}".formatted(quoted, method, params));
    }

    /** A request of the modern era; the parameters without their braces. */
    public void modern(Object id, String method, String params) {
        request(
                id,
                method,
                "{%s%s'_meta': {'%s': '2026-07-28', '%s': {'elicitation': {}}}}"
                        .formatted(
                                params, params.isEmpty() ? "" : ", ", Meta.PROTOCOL_VERSION, Meta.CLIENT_CAPABILITIES));
    }

    public void call(Object id, String tool, String arguments) {
        request(id, "tools/call", "{'name': '%s', 'arguments': %s}".formatted(tool, arguments));
    }

    /** Opens a session and waits until it is open. */
    public ObjectNode open(String revision) {
        request(
                0,
                "initialize",
                "{'protocolVersion': '%s', 'capabilities': {'elicitation': {}}, 'clientInfo': {'name': 't', 'version': '1'}}"
                        .formatted(revision));
        ObjectNode answer = answer(0);
        say("{'jsonrpc': '2.0', 'method': 'notifications/initialized'}");
        return answer;
    }

    /** Waits for the answer to that request. */
    public ObjectNode answer(Object id) {
        return next(message ->
                !message.has("method") && message.path("id").asString("").equals(String.valueOf(id)));
    }

    /** Waits for a request or notification of that method. */
    public ObjectNode told(String method) {
        return next(message -> message.path("method").asString("").equals(method));
    }

    /** What came so far while something else was waited for. */
    public List<ObjectNode> passedOver() {
        return passedOver;
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode next(Predicate<ObjectNode> wanted) {
        for (ObjectNode earlier : passedOver) {
            if (wanted.test(earlier) && passedOver.remove(earlier)) {
                return earlier;
            }
        }
        try {
            while (true) {
                ObjectNode message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (message == null) {
                    throw new AssertionError("Not heard; but: " + passedOver);
                }
                if (wanted.test(message)) {
                    return message;
                }
                passedOver.add(message);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void read(InputStream in) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heard.add((ObjectNode) JSON.read(line.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            // The other end is gone; who waits will say so.
        }
    }
}

package io.yumen.http.server;

import io.helidon.http.DateTime;
import io.helidon.http.Status;
import io.yumen.http.ByteWriter;
import io.yumen.http.ClientGone;
import io.yumen.http.Duplex;
import io.yumen.http.Headers;
import io.yumen.http.RequestRefused;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes the response to the connection, head and body in one write. */
final class ServerResponse implements HttpResponse {
    private static final byte[] OK = "HTTP/1.1 200 OK\r\nDate: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "Content-Length: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "Transfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "Connection: close\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_CAPACITY = 256;

    private final ClientConnection connection;
    private final ServerRequest request;
    private @Nullable EventStream stream;
    private boolean begun;
    private boolean closing;
    private boolean switched;

    ServerResponse(ClientConnection connection, ServerRequest request) {
        this.connection = connection;
        this.request = request;
    }

    @Override
    public void send(int status, Headers headers, byte[] body) {
        begin(status, headers);
        boolean bodyless = status == 204 || status == 304;
        if (bodyless && body.length > 0) {
            throw new IllegalArgumentException("A response of status " + status + " has no body");
        }
        ByteWriter out = head(status, headers, body.length);
        if (!bodyless) {
            out.bytes(LENGTH).decimal(body.length).bytes(LINE_END);
        }
        out.bytes(LINE_END);
        if (!request.isHead()) {
            out.bytes(body);
        }
        connection.write(out.array(), out.length());
    }

    @Override
    public EventStream stream(int status, Headers headers) {
        if (request.isHead()) {
            throw new RequestRefused(405, "An event stream has no head without a body");
        }
        begin(status, headers);
        ByteWriter out = head(status, headers, 0);
        if (!headers.has("Content-Type")) {
            out.latin1("Content-Type: text/event-stream\r\n");
        }
        if (!headers.has("Cache-Control")) {
            out.latin1("Cache-Control: no-store\r\n");
        }
        out.bytes(CHUNKED);
        connection.write(out.array(), out.length());
        EventStream opened = new EventStream(connection, connection.limits().queuedBytes());
        stream = opened;
        connection.streams(opened);
        request.onDisconnect(opened::clientLeft);
        return opened;
    }

    @Override
    public EventStream lastStream(int status, Headers headers) {
        closeAfterwards();
        return stream(status, headers);
    }

    @Override
    public Duplex upgrade(Headers headers) {
        if (request.hasEntity()) {
            throw new RequestRefused(400, "A request that switches protocols has no body");
        }
        begin(200, headers);
        closing = true;
        ByteWriter out =
                new ByteWriter(HEAD_CAPACITY).bytes(SWITCH).headers(headers).bytes(LINE_END);
        connection.write(out.array(), out.length());
        connection.enterSwitched();
        switched = true;
        return new SwitchedConnection(connection);
    }

    /** Whether the connection speaks another protocol by now. */
    boolean switched() {
        return switched;
    }

    @Override
    public boolean begun() {
        return begun;
    }

    /** The connection must not be used after this response. */
    void closeAfterwards() {
        closing = true;
    }

    /** Whether the connection must be closed after this response. */
    boolean closing() {
        return closing;
    }

    /** The handler has returned: a stream that is still open ends here. */
    void finish() {
        EventStream opened = stream;
        if (opened != null) {
            opened.close();
            if (!opened.ended()) {
                throw new ClientGone("The client left its event stream", null);
            }
        }
    }

    private void begin(int status, Headers headers) {
        if (begun) {
            throw new IllegalStateException("A response was sent already");
        }
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("Not a final HTTP status: " + status);
        }
        for (int i = 0; i < headers.size(); i++) {
            if (isOurs(headers.nameAt(i))) {
                throw new IllegalArgumentException("The server sets the header " + headers.nameAt(i) + " itself");
            }
        }
        begun = true;
        closing = closing || request.wantsClose() || connection.draining() || !request.atItsEnd();
    }

    private static boolean isOurs(String name) {
        // By length first: most names are not even that close.
        return switch (name.length()) {
            case 4 -> name.equalsIgnoreCase("Date");
            case 10 -> name.equalsIgnoreCase("Connection");
            case 14 -> name.equalsIgnoreCase("Content-Length");
            case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
            default -> false;
        };
    }

    private ByteWriter head(int status, Headers headers, int bodyLength) {
        ByteWriter out = new ByteWriter(HEAD_CAPACITY + bodyLength);
        if (status == 200) {
            out.bytes(OK);
        } else {
            out.latin1("HTTP/1.1 ")
                    .decimal(status)
                    .latin1(" ")
                    .latin1(reason(status))
                    .latin1("\r\nDate: ");
        }
        out.bytes(DateTime.http1Bytes()).headers(headers);
        return closing ? out.bytes(CLOSE) : out;
    }

    private static String reason(int status) {
        String known = Status.create(status).reasonPhrase();
        return known == null ? "" : known;
    }
}

package io.yumen.http.server;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.RoutingRequest;
import io.yumen.http.Headers;
import io.yumen.http.RequestRefused;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A request as Helidon parsed its head; its body is read here. */
final class ServerRequest implements HttpRequest {
    private static final HeaderName NAMELESS = HeaderNames.create("");
    private static final HeaderName LENGTH_TWIN = HeaderNames.create("Content_Length");
    private static final HeaderName ENCODING_TWIN = HeaderNames.create("Transfer_Encoding");
    private static final byte[] NO_BODY = new byte[0];
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ClientConnection connection;
    private final RoutingRequest helidon;
    private final boolean chunked;
    private final long contentLength;
    private final AtomicReference<@Nullable Departure> departure = new AtomicReference<>();
    private @Nullable Headers headers;
    private byte @Nullable [] body;
    private boolean broken;
    private int held;

    ServerRequest(ClientConnection connection, RoutingRequest helidon) {
        this.connection = connection;
        this.helidon = helidon;
        this.chunked = helidon.headers().contains(HeaderNames.TRANSFER_ENCODING);
        this.contentLength = chunked ? -1 : helidon.headers().contentLength().orElse(0);
        if (contentLength == 0) {
            body = NO_BODY;
        }
    }

    @Override
    public String method() {
        return helidon.prologue().method().text();
    }

    @Override
    public String path() {
        return helidon.prologue().uriPath().rawPath();
    }

    @Override
    public String query() {
        return helidon.prologue().query().rawValue();
    }

    @Override
    public Optional<String> queryParameter(String name) {
        if (query().isEmpty()) {
            return Optional.empty();
        }
        for (String pair : query().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (decode(equals < 0 ? pair : pair.substring(0, equals)).equals(name)) {
                return Optional.of(equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    @Override
    public Headers headers() {
        Headers known = headers;
        if (known == null) {
            known = convert();
            headers = known;
        }
        return known;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return connection.proxies().client(connection.remoteAddress(), headers());
    }

    @Override
    public boolean secure() {
        return connection.socket().isSecure() || connection.proxies().saysSecure(connection.remoteAddress(), headers());
    }

    @Override
    public boolean exposed() {
        return !secure()
                && (!remoteAddress().getAddress().isLoopbackAddress()
                        || connection.proxies().saysExposed(connection.remoteAddress(), headers()));
    }

    @Override
    public Optional<X509Certificate> clientCertificate() {
        // A proxy's own is not that of whom it speaks for.
        return connection.proxies().isTrusted(connection.remoteAddress().getAddress())
                ? Optional.empty()
                : connection.clientCertificate();
    }

    @Override
    public byte[] body() {
        byte[] known = body;
        if (known == null) {
            if (broken) {
                throw new RequestRefused(400, "The body could not be read");
            }
            // Until it is read to its end, the rest of the connection cannot be understood.
            broken = true;
            known = readBody();
            body = known;
            broken = false;
            arm();
        }
        return known;
    }

    @Override
    public void onDisconnect(Runnable action) {
        Departure hooks = departure.get();
        if (hooks == null) {
            departure.compareAndSet(null, new Departure());
            hooks = departure.get();
        }
        if (hooks != null) {
            hooks.then(action);
            arm();
        }
    }

    /** Whether the next request on this connection can be found after this one. */
    boolean atItsEnd() {
        if (body == null && !broken && !chunked && connection.reader().available() >= contentLength) {
            connection.reader().skip((int) contentLength);
            body = NO_BODY;
        }
        return body != null;
    }

    boolean wantsClose() {
        // Most requests have no such header, and looking for its tokens is dear.
        return helidon.headers().contains(HeaderNames.CONNECTION)
                && helidon.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    boolean hasNamelessHeader() {
        return helidon.headers().contains(NAMELESS);
    }

    /** Whether a field is called as one that frames the body, but for an underscore: some readers take the two for one. */
    boolean hasFramingTwin() {
        return helidon.headers().contains(LENGTH_TWIN) || helidon.headers().contains(ENCODING_TWIN);
    }

    boolean isHead() {
        return method().equals("HEAD");
    }

    boolean hasEntity() {
        return chunked || contentLength > 0;
    }

    boolean clientLeft() {
        Departure hooks = departure.get();
        return hooks != null && hooks.hasHappened();
    }

    void over() {
        if (held > 0) {
            connection.bodies().give(remoteAddress().getAddress(), held);
            held = 0;
        }
        Departure hooks = departure.get();
        if (hooks != null) {
            hooks.forget();
        }
    }

    private void arm() {
        Departure hooks = departure.get();
        if (hooks != null && body != null) {
            connection.watchFor(hooks);
        }
    }

    private byte[] readBody() {
        int limit = connection.limits().bodyBytes();
        if (contentLength > limit) {
            throw new RequestRefused(413, "The body is larger than " + limit + " bytes");
        }
        DataReader reader = connection.reader();
        if (!chunked && reader.available() >= contentLength) {
            hold((int) contentLength);
            return reader.readBytes((int) contentLength);
        }
        if (helidon.headers().containsToken(HeaderValues.EXPECT_100)) {
            connection.write(CONTINUE, CONTINUE.length);
        }
        connection.enterBody();
        BodyReader bodyReader = new BodyReader(reader, limit, this::hold);
        byte[] read = chunked ? bodyReader.readChunked() : bodyReader.readFixed(contentLength);
        connection.enterWork();
        return read;
    }

    /** Makes room for a body that has that size, so far. */
    private void hold(int size) {
        if (size <= BodyBudget.LARGE) {
            return;
        }
        if (!connection.bodies().take(remoteAddress().getAddress(), size - held)) {
            throw new RequestRefused(503, "Too many large bodies at once; send it again later");
        }
        held = size;
    }

    private Headers convert() {
        String[] fields = new String[2 * helidon.headers().size()];
        int next = 0;
        for (Header header : helidon.headers()) {
            for (String value : header.allValues()) {
                if (next == fields.length) {
                    fields = Arrays.copyOf(fields, 2 * next + 2);
                }
                fields[next++] = header.name();
                fields[next++] = value;
            }
        }
        return Headers.parsed(next == fields.length ? fields : Arrays.copyOf(fields, next));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RequestRefused(400, "The query is not percent-encoded correctly");
        }
    }

    @Override
    public String toString() {
        return method() + " " + path();
    }
}

package io.yumen.transport;

import org.jspecify.annotations.Nullable;

/** A client's end of one transport that writes down what is said. */
sealed interface Line extends AutoCloseable {
    void send(String message);

    /** Waits for the next message; it is written down. */
    String receive();

    @Override
    void close();

    /** Streamable HTTP: answers come on the response to what was posted last. */
    final class Streamable implements Line {
        private final ServedMcp mcp;
        private final Spoken spoken;
        private final String headers;
        private String session = "";
        private @Nullable Wire last;

        Streamable(ServedMcp mcp, Spoken spoken, String headers) {
            this.mcp = mcp;
            this.spoken = spoken;
            this.headers = headers;
        }

        @Override
        public void send(String message) {
            spoken.sent("POST /mcp " + message);
            Wire wire = mcp.post("/mcp", headersFor(message) + session, message);
            spoken.came(wire);
            if (wire.status() == 202) {
                wire.close();
                return;
            }
            if (!wire.header("Mcp-Session-Id").isEmpty()) {
                session = "Mcp-Session-Id: " + wire.header("Mcp-Session-Id") + "\n";
            }
            close();
            last = wire;
        }

        @Override
        public String receive() {
            Wire wire = last;
            if (wire == null) {
                throw new AssertionError("Nothing was asked");
            }
            if (!wire.isStream()) {
                String body = wire.body();
                spoken.came(body);
                return body;
            }
            Wire.Event event = wire.event();
            spoken.came(event);
            return event.data().isEmpty() ? receive() : event.data();
        }

        private String headersFor(String message) {
            if (headers.isEmpty()) {
                return "";
            }
            String method = message.replaceAll(".*'method': '([^']+)'.*", "$1");
            String name = message.contains("'name'")
                    ? "Mcp-Name: " + message.replaceAll(".*?'name': '([^']+)'.*", "$1") + "\n"
                    : "";
            return headers + "Mcp-Method: " + method + "\n" + name;
        }

        @Override
        public void close() {
            if (last != null) {
                last.close();
            }
        }
    }

    /** A stream with posts beside it: HTTP+SSE, or in envelopes. */
    final class Streamed implements Line {
        private final ServedMcp mcp;
        private final Spoken spoken;
        private final Wire stream;
        private final String path;
        private final String headers;

        Streamed(ServedMcp mcp, Spoken spoken, String path) {
            this.mcp = mcp;
            this.spoken = spoken;
            spoken.sent("GET " + path);
            this.stream = Wire.send(mcp.port(), "GET", path, "Accept: text/event-stream\n", "");
            spoken.came(stream);
            String first = receive();
            boolean enveloped = path.equals("/mcp/sse");
            this.path = enveloped ? "/mcp/message" : first;
            this.headers = enveloped ? "X-Connection-Id: " + stream.header("X-Connection-Id") + "\n" : "";
        }

        @Override
        public void send(String message) {
            spoken.sent("POST " + path + " " + message);
            try (Wire wire = mcp.post(path, headers, message)) {
                spoken.came(wire);
            }
        }

        @Override
        public String receive() {
            Wire.Event event = stream.event();
            spoken.came(event);
            return event.data();
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    /** Long poll. */
    final class Polled implements Line {
        private final ServedMcp mcp;
        private final Spoken spoken;
        private String cursor = "";

        Polled(ServedMcp mcp, Spoken spoken) {
            this.mcp = mcp;
            this.spoken = spoken;
            receive();
        }

        @Override
        public void send(String message) {
            spoken.sent("POST /mcp/message " + message);
            String id = cursor.substring(0, cursor.indexOf('.'));
            try (Wire wire = mcp.post("/mcp/message", "X-Connection-Id: " + id + "\n", message)) {
                spoken.came(wire);
            }
        }

        /** The next message, which the cursor makes the first of what is answered. */
        @Override
        public String receive() {
            String path = cursor.isEmpty() ? "/mcp/poll" : "/mcp/poll?cursor=" + cursor;
            spoken.sent("GET " + path);
            try (Wire wire = Wire.send(mcp.port(), "GET", path, "", "")) {
                spoken.came(wire);
                var answer = wire.json();
                if (cursor.isEmpty()) {
                    spoken.came(answer.toString());
                    cursor = answer.path("cursor").stringValue();
                    return "";
                }
                String first = answer.path("messages").path(0).toString();
                spoken.came("first of the messages: " + first);
                int dot = cursor.indexOf('.') + 1;
                cursor = cursor.substring(0, dot) + (Long.parseLong(cursor.substring(dot)) + 1);
                return first;
            }
        }

        @Override
        public void close() {}
    }

    /** A WebSocket. */
    final class Socket implements Line {
        private final Spoken spoken;
        private final Wire wire;

        Socket(ServedMcp mcp, Spoken spoken) {
            this.spoken = spoken;
            spoken.sent("GET /mcp/ws, a WebSocket of subprotocol mcp");
            this.wire = Wire.cut(
                    mcp.port(),
                    "/mcp/ws",
                    "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Protocol: mcp\n",
                    Integer.MAX_VALUE);
            spoken.came(wire);
        }

        @Override
        public void send(String message) {
            spoken.sent("text " + message);
            wire.sendTextFrame(message.replace('\'', '"'));
        }

        @Override
        public String receive() {
            String text = wire.textFrame();
            spoken.came("text " + text);
            return text;
        }

        @Override
        public void close() {
            wire.close();
        }
    }
}

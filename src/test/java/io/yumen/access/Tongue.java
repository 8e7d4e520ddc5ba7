package io.yumen.access;

import io.yumen.transport.Wire;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a client speaks by one wire: what it sends, and the next message that comes back. */
interface Tongue extends AutoCloseable {
    /** Sends a request, and waits for the message that answers it. */
    JsonNode ask(String request) throws IOException;

    /** The next message that comes by itself. */
    default JsonNode next() throws IOException {
        throw new UnsupportedOperationException("Nothing comes by itself to " + this);
    }

    @Override
    default void close() throws IOException {}

    /** The wires by which clients come, as the audit trail calls them. */
    enum By {
        HTTP,
        SSE,
        WEBSOCKET,
        ENVELOPES_ON_WEBSOCKET,
        ENVELOPE,
        POLL
    }

    /** A client of that person by that wire, which has not said anything yet. */
    static Tongue of(Person person, By wire) throws IOException {
        return at("", person, wire);
    }

    /** The same at the endpoints below that path, as in {@code /views/NAME}. */
    static Tongue at(String place, Person person, By wire) throws IOException {
        return switch (wire) {
            case HTTP -> new Http(place, person);
            case SSE -> stream(place, person);
            case WEBSOCKET -> socket(place, person);
            case ENVELOPES_ON_WEBSOCKET -> envelopes(place, person);
            case ENVELOPE -> new Posted(place, person);
            case POLL -> new Polled(place, person);
        };
    }

    private static Tongue stream(String place, Person person) {
        Wire stream = person.open("GET", place + "/sse", "", "");
        String messages = stream.event().data();
        return new Hung(stream) {
            @Override
            public JsonNode ask(String request) throws IOException {
                person.send("POST " + messages, request);
                return request.contains("\"id\"") ? next() : JsonMapper.shared().nullNode();
            }

            @Override
            public JsonNode next() {
                return Person.next(stream);
            }
        };
    }

    private static Tongue socket(String place, Person person) {
        Wire socket = person.socket(place + "/mcp/ws", "mcp");
        return new Hung(socket) {
            @Override
            public JsonNode ask(String request) {
                socket.sendTextFrame(request);
                return request.contains("\"id\"") ? next() : JsonMapper.shared().nullNode();
            }

            @Override
            public JsonNode next() {
                return JsonMapper.shared().readTree(socket.textFrame());
            }
        };
    }

    private static Tongue envelopes(String place, Person person) {
        Wire socket = person.socket(place + "/mcp/ws", "mcp-envelope");
        socket.textFrame();
        return new Hung(socket) {
            private int count;

            @Override
            public JsonNode ask(String request) {
                String type = request.contains("\"method\"") ? "request" : "response";
                socket.sendTextFrame("{\"type\":\"%s\",\"id\":\"e%d\",\"data\":%s}".formatted(type, ++count, request));
                return request.contains("\"id\"") ? next() : JsonMapper.shared().nullNode();
            }

            @Override
            public JsonNode next() {
                return JsonMapper.shared().readTree(socket.textFrame()).path("data");
            }
        };
    }

    /** What hangs on a connection. */
    abstract class Hung implements Tongue {
        private final Wire wire;

        Hung(Wire wire) {
            this.wire = wire;
        }

        @Override
        public void close() {
            wire.close();
        }
    }

    /** Each request by itself, in a session where it does not say that it needs none. */
    final class Http implements Tongue {
        private final String place;
        private final Person person;
        private String session = "";

        Http(String place, Person person) {
            this.place = place;
            this.person = person;
        }

        @Override
        public JsonNode ask(String request) throws IOException {
            if (request.contains("2026-07-28")) {
                JsonNode tree = JsonMapper.shared().readTree(request);
                String name = tree.at("/params/name").asString("");
                return Person.read(person.send(
                        "POST " + place + "/mcp",
                        request,
                        Person.modernHeaders(tree.path("method").asString(), name)
                                .toArray(String[]::new)));
            }
            String headers = session.isEmpty() ? "" : "Mcp-Session-Id: " + session + "\n";
            try (Wire answer = person.open("POST", place + "/mcp", headers, request)) {
                session = session.isEmpty() ? answer.header("Mcp-Session-Id") : session;
                if (answer.status() == 202) {
                    return JsonMapper.shared().nullNode();
                }
                return answer.isStream()
                        ? streamed(answer)
                        : JsonMapper.shared().readTree(answer.body());
            }
        }

        /** The first message of a stream, which may be let go of meanwhile, and is then gone on with. */
        private JsonNode streamed(Wire answer) {
            String last = "";
            Optional<Wire.Event> event = answer.eventBeforeTheEnd();
            while (event.isPresent()) {
                if (!event.get().data().isEmpty()) {
                    return JsonMapper.shared().readTree(event.get().data());
                }
                last = event.get().id();
                event = answer.eventBeforeTheEnd();
            }
            String headers = "Mcp-Session-Id: " + session + "\nLast-Event-ID: " + last + "\n";
            try (Wire rest = person.open("GET", place + "/mcp", headers, "")) {
                return streamed(rest);
            }
        }
    }

    /** Envelopes without a stream: what answers a request is the response to it. */
    final class Posted implements Tongue {
        private final String place;
        private final Person person;
        private String connection = "";

        Posted(String place, Person person) {
            this.place = place;
            this.person = person;
        }

        @Override
        public JsonNode ask(String request) throws IOException {
            String headers = connection.isEmpty() ? "" : "X-Connection-Id: " + connection + "\n";
            try (Wire answer = person.open("POST", place + "/mcp/message", headers, request)) {
                if (request.contains("\"initialize\"")) {
                    connection = answer.header("X-Connection-Id");
                }
                return answer.status() == 202
                        ? JsonMapper.shared().nullNode()
                        : JsonMapper.shared().readTree(answer.body());
            }
        }
    }

    /** Messages that are fetched. */
    final class Polled implements Tongue {
        private final String place;
        private final Person person;
        private final String connection;
        private final Deque<JsonNode> fetched = new ArrayDeque<>();
        private String cursor;

        Polled(String place, Person person) throws IOException {
            this.place = place;
            this.person = person;
            JsonNode begun = Person.read(person.send("GET " + place + "/mcp/poll?dialect=jsonrpc", ""));
            connection = begun.path("connectionId").asString();
            cursor = begun.path("cursor").asString();
        }

        @Override
        public JsonNode ask(String request) throws IOException {
            person.send("POST " + place + "/mcp/message", request, "X-Connection-Id: " + connection);
            return request.contains("\"id\"") ? next() : JsonMapper.shared().nullNode();
        }

        @Override
        public JsonNode next() throws IOException {
            while (fetched.isEmpty()) {
                JsonNode polled = Person.read(person.send("GET " + place + "/mcp/poll?cursor=" + cursor, ""));
                cursor = polled.path("cursor").asString();
                polled.path("messages").forEach(fetched::add);
            }
            return fetched.remove();
        }
    }

    /** What a client of the legacy era says first. */
    List<String> GREETING = List.of("""
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"c","version":"1"}}}""", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
}

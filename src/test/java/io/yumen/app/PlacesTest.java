package io.yumen.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Results;
import io.yumen.session.Endpoint;
import io.yumen.transport.envelope.EnvelopePlace;
import io.yumen.transport.sse.SsePlace;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
    private final Places places = new Places(endpoint("/mcp"), this::server, PlacesTest::view);

    @ParameterizedTest
    @CsvSource({
        "/mcp, /mcp",
        "/servers/a%20b/mcp, /servers/a b/mcp",
        "/api/files/streamable-http, /servers/files/mcp",
        "/views/ops/mcp, /views/ops/mcp",
        "/api/aggregate/streamable-http, /mcp"
    })
    void an_endpoint_has_one_name_by_every_path(String path, String name) {
        assertThat(places.streamable(path)).map(Endpoint::name).hasValue(name);
    }

    @ParameterizedTest
    @CsvSource({
        "/sse, /mcp, /message",
        "/servers/files/sse, /servers/files/mcp, /servers/files/message",
        "/api/files/sse, /servers/files/mcp, /api/files/sse/message",
        "/views/ops/sse, /views/ops/mcp, /views/ops/message",
        "/api/aggregate/sse, /mcp, /api/aggregate/sse/message"
    })
    void a_stream_says_where_its_messages_go(String path, String name, String messages) {
        SsePlace stream = places.sse(path).orElseThrow();
        assertThat(stream.half()).isEqualTo(SsePlace.Half.STREAM);
        assertThat(stream.endpoint().name()).isEqualTo(name);
        assertThat(stream.messages()).isEqualTo(messages);

        SsePlace posts = places.sse(messages).orElseThrow();
        assertThat(posts.half()).isEqualTo(SsePlace.Half.MESSAGES);
        assertThat(posts.endpoint().name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "/mcp/sse, /mcp, STREAM",
        "/mcp/message, /mcp, MESSAGES",
        "/mcp/pong, /mcp, PONG",
        "/capabilities, /mcp, CAPABILITIES",
        "/servers/files/mcp/sse, /servers/files/mcp, STREAM"
    })
    void envelopes_have_paths_of_their_own(String path, String name, EnvelopePlace.Part part) {
        assertThat(places.sse(path)).isEmpty();
        EnvelopePlace place = places.envelope(path).orElseThrow();
        assertThat(place.endpoint().name()).isEqualTo(name);
        assertThat(place.part()).isEqualTo(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/api/v1/sse", "/api/users/sse", "/api/auth/streamable-http", "/servers//sse", "/x/sse"})
    void what_is_reserved_or_nothing_leads_nowhere(String path) {
        assertThat(places.sse(path)).isEmpty();
        assertThat(places.streamable(path)).isEmpty();
        assertThat(places.envelope(path)).isEmpty();
    }

    @Test
    void a_server_that_is_not_there_has_no_place() {
        assertThat(places.sse("/servers/gone/sse")).isEmpty();
        assertThat(places.below("/servers/gone/mcp/poll", "/poll")).isEmpty();
        assertThat(places.below("/servers/files/mcp/poll", "/poll")).isPresent();
    }

    private static Optional<Endpoint> view(String name) {
        return Optional.of(endpoint("/views/" + name + "/mcp"));
    }

    private Optional<Endpoint> server(String name) {
        return name.equals("gone") ? Optional.empty() : Optional.of(endpoint("/servers/" + name + "/mcp"));
    }

    private static Endpoint endpoint(String name) {
        return new Endpoint(name, exchange -> Results.empty());
    }
}

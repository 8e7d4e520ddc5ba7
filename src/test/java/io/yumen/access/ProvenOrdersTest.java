package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators order with a proof (DPoP), which is good once: it is known who they are to the end. */
class ProvenOrdersTest {
    private static final Door ORDER = new Door(
            "",
            "POST /api/v1/keys",
            List.of("Content-Type: application/json"),
            "{\"principal\": \"somebody\", \"scopes\": [\"mcp\"]}",
            201);

    @TempDir
    private Path folder;

    private Tokens tokens;
    private Locked gateway;

    @BeforeEach
    void start() throws IOException {
        tokens = new Tokens();
        gateway = Locked.start(folder, tokens.access().replace("\"tenant\": \"local\"", "\"tenant\": \"acme\""));
        tokens.useAt(gateway.endpoint());
    }

    @AfterEach
    void stop() {
        gateway.close();
        tokens.close();
    }

    @Test
    void an_order_has_its_author() throws IOException {
        assertThat(send(ORDER).path("tenant").asString()).isEqualTo("acme");
        assertThat(gateway.operate("GET /api/v1/audit?kind=order&tenant=acme", "")
                        .path("records")
                        .valueStream())
                .isNotEmpty()
                .allSatisfy(record ->
                        assertThat(record.path("principal").asString()).isEqualTo("ann"));
    }

    @Test
    void the_tenant_is_that_of_the_token() throws IOException {
        gateway.key("bob", "[]");
        send(ORDER);
        JsonNode found = send(new Door("", "GET /api/v1/audit?kind=order", List.of(), "", 200));
        assertThat(found.path("records").valueStream())
                .isNotEmpty()
                .allSatisfy(
                        record -> assertThat(record.path("tenant").asString()).isEqualTo("acme"));
    }

    private JsonNode send(Door door) throws IOException {
        List<String> headers = Stream.concat(tokens.proven().headers().apply(door).stream(), door.headers().stream())
                .toList();
        RawHttp.Answer answer = RawHttp.send(gateway.endpoint(), door.line(), headers, door.body());
        assertThat(answer.status()).as(answer.body()).isEqualTo(door.opened());
        return JsonMapper.shared().readTree(answer.body());
    }
}

package io.yumen.channel;

import static io.yumen.session.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Results;
import io.yumen.protocol.Message;
import io.yumen.protocol.RequestId;
import io.yumen.secret.Sealer;
import io.yumen.session.EdgeLimits;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.session.Outlet;
import io.yumen.session.modern.ModernEdge;
import io.yumen.tenant.Access;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModernSideTest {
    private static final int REQUESTS = 50;

    private final ModernEdge edge =
            new ModernEdge(new Identity("yumen", "Yumen", "1"), Sealer.ephemeral(), EdgeLimits.DEFAULT);
    private final Workers workers = new Workers();
    private final BlockingQueue<Message> answers = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        edge.close();
    }

    /** As quick as a client can be: it has sent the next request before the answer's sending has returned. */
    @Test
    void an_id_is_free_again_as_soon_as_its_answer_is_told() {
        ModernSide[] side = new ModernSide[1];
        Outlet client = answer -> {
            answers.add(answer);
            if (answers.size() < REQUESTS) {
                side[0].take(request(), Access.LOCAL, workers);
                workers.awaitNone(Duration.ofMillis(1)); // the other thread may be done first
            }
        };
        side[0] = new ModernSide(new Endpoint("/mcp", exchange -> Results.empty()), edge, client, 4);

        side[0].take(request(), Access.LOCAL, workers);
        workers.awaitNone(Duration.ofSeconds(30));

        assertThat(answers)
                .hasSize(REQUESTS)
                .allSatisfy(answer -> assertThat(answer).isInstanceOf(Message.Result.class));
    }

    private static Message.Request request() {
        return new Message.Request(
                RequestId.of(1),
                "tools/list",
                json("{'_meta': {'io.modelcontextprotocol/protocolVersion': '2026-07-28',"
                        + " 'io.modelcontextprotocol/clientCapabilities': {}}}"));
    }
}

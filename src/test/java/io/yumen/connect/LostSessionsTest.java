package io.yumen.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Bridges;
import io.yumen.backend.http.StreamLimits;
import io.yumen.http.Headers;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Sessions that are lost again and again, also while new ones are being made, under the calls of a client that never hears
 * of it. {@code -Dyumen.soak} makes it a thousand losses.
 */
final class LostSessionsTest {
    private static final int LOSSES = System.getProperty("yumen.soak") == null ? 60 : 1000;
    private static final int AT_ONCE = 4;

    private ForgetfulGateway gateway;
    private Bridge bridge;
    private Thread serving;
    private LineClient client;

    @BeforeEach
    void start() throws IOException {
        gateway = new ForgetfulGateway();
        PipedInputStream in = new PipedInputStream(1 << 16);
        PipedInputStream out = new PipedInputStream(1 << 16);
        PipedOutputStream answers = new PipedOutputStream(out);
        client = new LineClient(new PipedOutputStream(in), out);
        bridge = Bridges.to(new ConnectConfig(gateway.endpoint(), Headers.none(), quick()));
        serving = Thread.ofPlatform().daemon().start(() -> bridge.serve(in, answers));
    }

    @AfterEach
    void stop() throws InterruptedException {
        client.close();
        serving.join(Duration.ofSeconds(20));
        bridge.close();
        gateway.close();
    }

    @Test
    void no_call_hears_of_a_session_that_was_lost_or_was_lost_again_while_it_was_reopened() {
        client.open("2025-11-25");
        int id = 0;
        for (int loss = 0; loss < LOSSES; loss++) {
            gateway.forgetNext(loss % 3);
            gateway.forget();
            for (int call = 1; call <= AT_ONCE; call++) {
                client.call(id + call, "any", "{}");
            }
            if (loss % 2 == 1) {
                gateway.forget();
            }
            for (int call = 1; call <= AT_ONCE; call++) {
                assertThat(client.answer(id + call).toString())
                        .as("after %d losses", loss)
                        .contains("\"result\"");
            }
            id += AT_ONCE;
        }
    }

    private static ConnectLimits quick() {
        ConnectLimits usual = ConnectLimits.DEFAULT;
        Duration pause = Duration.ofMillis(1);
        return new ConnectLimits(
                usual.pipe(),
                usual.link(),
                new StreamLimits(8, pause, Duration.ofMillis(20), Duration.ofSeconds(2)),
                usual.reach(),
                usual.away(),
                pause,
                Duration.ofMillis(20),
                usual.outgoing());
    }
}

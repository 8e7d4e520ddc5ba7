package io.yumen.service.kubernetes.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import io.yumen.service.ToolFailure;
import io.yumen.service.kubernetes.api.Channel;
import io.yumen.tenant.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** No port stays open that was opened while it was taken back. */
class ForwardsTest {
    private final Forwards forwards = new Forwards();

    @Test
    void a_port_of_a_call_that_was_ended_meanwhile_is_closed() throws Exception {
        int port = freePort();
        Cancellation ended = new Cancellation();
        ended.cancel(RpcException.accessEnded("The key was taken back"));

        assertThatThrownBy(() -> forwards.open(wanted(port), ended, ForwardsTest::never))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("The key was taken back");

        assertClosed(port);
    }

    @Test
    void a_port_that_is_opened_while_the_service_ends_is_closed() throws Exception {
        int port = freePort();
        forwards.close();

        assertThatThrownBy(() -> forwards.open(wanted(port), new Cancellation(), ForwardsTest::never))
                .isInstanceOf(ToolFailure.class)
                .hasMessageContaining("The service ends");

        assertClosed(port);
    }

    private void assertClosed(int port) throws IOException {
        assertThat(forwards.of(Access.LOCAL.principal())).isEmpty();
        try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(again.isBound()).isTrue();
        }
    }

    private static Forwards.Wanted wanted(int port) {
        return new Forwards.Wanted(Access.LOCAL, port, Duration.ofMinutes(1), "web:80");
    }

    private static Channel never(Cancellation cancellation) {
        throw new AssertionError("Nobody connects");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}

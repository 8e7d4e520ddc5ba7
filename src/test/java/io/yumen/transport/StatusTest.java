package io.yumen.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcError;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What HTTP says of errors: of ours, and of those that a server behind us sends. */
class StatusTest {
    private static final List<Integer> OURS =
            List.of(ErrorCode.TOO_MANY_REQUESTS, ErrorCode.ACCESS_ENDED, ErrorCode.INSUFFICIENT_SCOPE);

    @Test
    void a_server_can_neither_log_a_client_of_ours_out_nor_send_its_user_to_log_in() {
        for (int code : OURS) {
            Message.Failure failure =
                    new Message.Failure(RequestId.of(1), RpcError.read(new RpcError(code, "mine", data()).toJson()));
            assertThat(Status.of(failure)).isEqualTo(Status.OK);
            assertThat(Status.ofLegacy(failure)).isEqualTo(Status.OK);
            assertThat(Status.headers(failure).size()).isZero();
            assertThat(Head.legacy(failure, asker(Access.Proof.JWT)).status()).isEqualTo(Status.OK);
        }
    }

    @Test
    void only_a_token_can_be_stepped_up() {
        Message.Failure failure =
                new Message.Failure(RequestId.of(1), new RpcError(ErrorCode.INSUFFICIENT_SCOPE, "no", data()));
        assertThat(Head.legacy(failure, asker(Access.Proof.KEY)).status()).isEqualTo(Status.OK);
        Head head = Head.modern(failure, asker(Access.Proof.TOKEN));
        assertThat(head.status()).isEqualTo(403);
        assertThat(head.headers().find("WWW-Authenticate"))
                .contains("error=\"insufficient_scope\"")
                .contains("scope=\"files:write mcp\"");
    }

    private static ObjectNode data() {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("retryAfterSeconds", 9);
        data.putArray("scopes").add("mcp").add("files:write");
        return data;
    }

    private static Head.Asker asker(Access.Proof proof) {
        return new Head.Asker(Authenticator.LOCAL, "/mcp", Access.plain(Principal.LOCAL, proof));
    }
}

package io.yumen.auth.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Policy.Decision;
import io.yumen.exchange.Policy.Subject;
import io.yumen.exchange.Witness;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.schema.Records;
import io.yumen.tenant.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The user of a client is asked, and only a plain yes is one. */
class ConfirmationTest {
    private final List<InputRequest> asked = new ArrayList<>();
    private @Nullable RpcException failure;

    @Test
    void only_an_accepted_yes_lets_a_call_happen() {
        assertThat(settle("{\"action\":\"accept\",\"content\":{\"allow\":true}}", "{}"))
                .isEqualTo(new Decision.Allowed("sure"));
        ObjectNode params = asked.getFirst().params();
        assertThat(params.path("mode").asString()).isEqualTo("form");
        assertThat(params.path("message").asString()).startsWith("Allow buy of the server shop with ");
        assertThat(params.path("requestedSchema").path("required").path(0).asString())
                .isEqualTo("allow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\":\"decline\",\"content\":{\"allow\":true}}",
                "{\"action\":\"accept\",\"content\":{\"allow\":false}}",
                "{\"action\":\"accept\",\"content\":{\"allow\":\"perhaps\"}}",
                "{\"action\":\"accept\"}",
                "{}"
            })
    void anything_else_is_a_no(String answer) {
        assertThat(settle(answer, "{}")).isEqualTo(new Decision.Denied("sure", "Its user did not confirm it"));
    }

    @Test
    void what_cannot_be_read_is_not_asked() {
        String longest = "{\"a\":\"" + "x".repeat(2_000 - 8) + "\"}";
        assertThat(settle("{\"action\":\"accept\",\"content\":{\"allow\":true}}", longest))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(settle("{}", longest.replace("\"a\"", "\"ab\"")))
                .isEqualTo(new Decision.Denied("sure", "The arguments are too long for its user to confirm"));
        assertThat(asked).hasSize(1);
    }

    @Test
    void silence_is_a_no_and_an_error_of_the_client_is_its_own() {
        failure = RpcException.timeout("nobody answered");
        assertThat(settle("{}", "{}")).isEqualTo(new Decision.Denied("sure", "Its user did not confirm it in time"));
        failure = RpcException.unavailable("The client has gone");
        assertThatThrownBy(() -> settle("{}", "{}")).isSameAs(failure);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1, 1, 1", "1, 0, 1, 1, 1", "1, 1, 0, 1, 1", "1, 1, 1, 0, 1", "1, 1, 1, 1, 0"})
    void limits_that_would_stop_everything_are_none(int timeout, int kept, int waiting, int ofOne, int arguments) {
        assertThatThrownBy(() -> new ApprovalLimits(
                        Duration.ofSeconds(timeout), Duration.ofSeconds(kept), waiting, ofOne, arguments))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new ApprovalLimits(Duration.ofNanos(1), Duration.ofNanos(1), 1, 1, 1).waiting())
                .isEqualTo(1);
    }

    private Decision settle(String answer, String arguments) {
        ClientCapabilities capabilities =
                new ClientCapabilities((ObjectNode) Records.parse("{\"elicitation\": {\"form\": {}}}"));
        Client client = new Client() {
            @Override
            public void notify(Message.Notification notification) {
                throw new UnsupportedOperationException();
            }

            @Override
            public ObjectNode ask(InputRequest request) {
                asked.add(request);
                if (failure != null) {
                    throw failure;
                }
                return (ObjectNode) Records.parse(answer);
            }
        };
        Exchange exchange = new Exchange(
                Methods.TOOLS_CALL,
                JsonNodeFactory.instance.objectNode(),
                new Caller(
                        Access.LOCAL,
                        ClientKey.STATELESS,
                        Revision.NEWEST,
                        capabilities,
                        JsonNodeFactory.instance.objectNode()),
                null,
                client,
                new Cancellation(),
                Witness.NONE);
        Subject.Entry entry = new Subject.Entry(
                new Subject.Server("shop", Set.of()), Methods.TOOLS_CALL, "buy", JsonNodeFactory.instance.objectNode());
        return Confirmation.settle(exchange, new Subject.Use(entry, (ObjectNode) Records.parse(arguments)), "sure");
    }
}

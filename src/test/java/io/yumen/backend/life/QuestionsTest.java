package io.yumen.backend.life;

import static io.yumen.backend.life.Requests.exchange;
import static io.yumen.backend.life.Requests.send;
import static io.yumen.backend.life.Requests.statelessAskable;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.backend.BackendConfig;
import io.yumen.backend.BackendMeter;
import io.yumen.backend.SystemClock;
import io.yumen.backend.life.Requests.Pending;
import io.yumen.backend.stdio.StdioConfig;
import io.yumen.backend.stdio.StdioConnector;
import io.yumen.exchange.Client;
import io.yumen.exchange.InputRequest;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.process.Command;
import io.yumen.process.Isolation;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A legacy server on a real pipe that asks, in each call, the one who called; several stateless clients call at once. */
final class QuestionsTest {
    private static final String SERVER = """
            while read -r line; do
              [[ $line =~ \\"id\\":([^,}]+) ]] && id=${BASH_REMATCH[1]}
              [[ $line =~ \\"tool-([0-9]+)\\" ]] && tool=${BASH_REMATCH[1]}
              case "$line" in
                *server/discover*) echo "{\\"jsonrpc\\":\\"2.0\\",\\"id\\":$id,\\"error\\":{\\"code\\":-32601,\\"message\\":\\"no\\"}}" ;;
                *initialize\\"*) echo "{\\"jsonrpc\\":\\"2.0\\",\\"id\\":$id,\\"result\\":{\\"protocolVersion\\":\\"2025-06-18\\",\\"capabilities\\":{\\"tools\\":{}}}}" ;;
                *tools/call*)
                  echo "{\\"jsonrpc\\":\\"2.0\\",\\"id\\":\\"q$id\\",\\"method\\":\\"elicitation/create\\",\\"params\\":{\\"message\\":\\"tool-$tool\\",\\"requestedSchema\\":{\\"type\\":\\"object\\",\\"properties\\":{}}}}"
                  read -r answer
                  [[ $answer =~ \\"me\\":\\"([^\\"]+)\\" ]]
                  echo "{\\"jsonrpc\\":\\"2.0\\",\\"id\\":$id,\\"result\\":{\\"content\\":[],\\"told\\":\\"${BASH_REMATCH[1]}\\"}}" ;;
                *) ;;
              esac
            done
            """;

    private final SystemClock clock = new SystemClock();
    private final Children children = new Children(ChildrenLimits.DEFAULT);
    private final ServerBackend backend = new ServerBackend(
            "asking",
            List.of(new StdioConnector(
                    new StdioConfig("asking", Command.of("bash", "-c", SERVER).with(Isolation.NONE)), children)),
            BackendConfig.DEFAULT,
            clock,
            BackendMeter.NONE);

    @AfterEach
    void close() {
        backend.close();
        children.close();
        clock.close();
    }

    @Test
    void no_client_gets_a_question_that_belongs_to_the_call_of_another() {
        List<Asked> clients = new ArrayList<>();
        List<Pending> pending = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", "tool-" + i);
            clients.add(new Asked("client-" + i, new CopyOnWriteArrayList<>()));
            pending.add(send(
                    backend,
                    exchange(Methods.TOOLS_CALL, params, statelessAskable()).withClient(clients.getLast())));
        }
        for (int i = 0; i < clients.size(); i++) {
            assertThat(pending.get(i).answer().path("told").asString()).isEqualTo("client-" + i);
            assertThat(clients.get(i).questions()).containsExactly("tool-" + i);
        }
    }

    private record Asked(String name, List<String> questions) implements Client {
        @Override
        public void notify(Message.Notification notification) {}

        @Override
        public ObjectNode ask(InputRequest request) {
            questions.add(request.params().path("message").asString());
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("action", "accept");
            answer.putObject("content").put("me", name);
            return answer;
        }
    }
}

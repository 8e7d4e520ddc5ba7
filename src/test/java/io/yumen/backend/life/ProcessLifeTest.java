package io.yumen.backend.life;

import static io.yumen.backend.life.Requests.call;
import static io.yumen.backend.life.Requests.eventually;
import static io.yumen.backend.life.Requests.list;
import static io.yumen.backend.life.Requests.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.backend.BackendConfig;
import io.yumen.backend.BackendMeter;
import io.yumen.backend.SystemClock;
import io.yumen.backend.life.Requests.Pending;
import io.yumen.backend.stdio.StdioConfig;
import io.yumen.backend.stdio.StdioConnector;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.process.Command;
import io.yumen.process.Isolation;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.RpcException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life of a server that is a real process: a shell script which answers lists with its process id, and hangs on calls. */
final class ProcessLifeTest {
    private static final String SERVER = """
            while read -r line; do
              [[ $line =~ \\"id\\":([^,}]+) ]] && id=${BASH_REMATCH[1]}
              case "$line" in
                *server/discover*) result='{"supportedVersions":["2026-07-28"],"capabilities":{}}' ;;
                *tools/list*) result="{\\"tools\\":[],\\"pid\\":$$}" ;;
                *tools/call*|*notifications*) continue ;;
                *) result='{}' ;;
              esac
              echo "{\\"jsonrpc\\":\\"2.0\\",\\"id\\":$id,\\"result\\":$result}"
            done
            """;
    private static final Duration REQUEST = Duration.ofSeconds(1);

    private final SystemClock clock = new SystemClock();
    private final Children children = new Children(ChildrenLimits.DEFAULT);
    private final ServerBackend backend = backend();

    @AfterEach
    void close() {
        backend.close();
        children.close();
        clock.close();
    }

    @Test
    void a_killed_server_fails_its_calls_at_once_and_is_usable_again_within_two_seconds() throws Exception {
        long pid = pid();
        Pending call = send(backend, call("hang"));
        eventually(call::isParked);
        signal("KILL", pid);
        long killed = System.nanoTime();
        RpcException error = call.error();
        Duration failed = Duration.ofNanos(System.nanoTime() - killed);
        long next = pid();
        Duration usable = Duration.ofNanos(System.nanoTime() - killed);
        assertThat(error).hasMessageContaining("\"script\"").hasMessageContaining("signal 9");
        assertThat(next).isNotEqualTo(pid);
        assertThat(failed).isLessThan(Duration.ofSeconds(1));
        assertThat(usable).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void a_server_that_stops_answering_is_answered_for_at_the_deadline_and_replaced() throws Exception {
        long pid = pid();
        signal("STOP", pid);
        long start = System.nanoTime();
        // As many as open the circuit, which says nothing of the next process.
        List<Pending> calls = Stream.generate(() -> send(backend, call("hang")))
                .limit(BackendConfig.Health.DEFAULT.failures())
                .toList();
        for (Pending call : calls) {
            assertThat(call.error().error().code()).isEqualTo(ErrorCode.TIMEOUT);
        }
        Duration answered = Duration.ofNanos(System.nanoTime() - start);
        assertThat(answered).isBetween(REQUEST, REQUEST.plusSeconds(1));
        eventually(() -> pid() != pid);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(REQUEST.plusSeconds(5));
        eventually(() -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void after_many_crashes_and_a_close_no_process_is_left() throws Exception {
        List<Long> pids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            pids.add(pid());
            signal("KILL", pids.getLast());
        }
        pids.add(pid());
        backend.close();
        eventually(() -> pids.stream().allMatch(pid -> ProcessHandle.of(pid).isEmpty()));
    }

    /** The process id that the server answers with, as soon as it answers. */
    private long pid() {
        List<Long> answered = new ArrayList<>();
        eventually(() -> {
            try {
                answered.add(send(backend, list()).answer().path("pid").asLong());
                return true;
            } catch (RpcException notYet) {
                return false;
            }
        });
        return answered.getFirst();
    }

    private ServerBackend backend() {
        Command command = Command.of("bash", "-c", SERVER).with(Isolation.NONE);
        StdioConnector connector = new StdioConnector(new StdioConfig("script", command), children);
        BackendConfig config = BackendConfig.DEFAULT
                .withRestarts(new BackendConfig.Restarts(Duration.ofMillis(20), 0, Duration.ofMinutes(5)))
                .withHealth(new BackendConfig.Health(
                        Duration.ofSeconds(10), Duration.ofSeconds(1), 50, Duration.ofSeconds(15)))
                .withTimeouts(new BackendConfig.Timeouts(
                        Duration.ofSeconds(10),
                        REQUEST,
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(10)));
        return new ServerBackend("script", List.of(connector), config, clock, BackendMeter.NONE);
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }
}

package io.yumen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Servers that are child processes and misbehave: who calls them learns what is wrong, nobody else is concerned. */
final class ChildFaultsTest {
    /** Fewer than open the circuit of a server. */
    private static final int CALLS_OF_ONE = 4;

    /** Less often than opens the circuit of a server before its health check has found out. */
    private static final Duration HEALTH_CHECK = Duration.ofMillis(1500);

    private final Fleet fleet = new Fleet();

    @AfterEach
    void close() {
        fleet.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "garbage ; 20s ; well",
                "garbage-at-start ; 20s ; well",
                "garbage-for-good ; 20s ; -32000 $server (gave no answer|is not available): it sent 100 lines in a row that are no MCP messages,"
                        + " the last one: no message at all(. It is tried again in .*)?",
                "null-id ; 400ms ; -32001 $server did not answer within 0.4 s. It may have done what was asked all the same|-32000 $server gave no answer: its answer cannot be read: The id of a request is a string or"
                        + " a 64-bit integer, not null",
                "half-line-then-exit ; 20s ; -32000 $server (gave no answer|is not available): (the process exited with code 3.*|its answer cannot be read: The message is not"
                        + " valid JSON: It ends within a string, at byte \\d+.*)",
                "half-line ; 400ms ; -32001 $server did not answer within 0.4 s. It may have done what was asked all the"
                        + " same|-32000 $server gave no answer: its answer cannot be read: The message is not valid JSON.*",
                "silent ; 400ms ; -32001 $server did not answer within 0.4 s. It may have done what was asked all the same",
                "complaints ; 20s ; well",
                "forks ; 20s ; -32000 $server (gave no answer|is not available): the process exited with code 4(. It is tried again in .*)?",
                "wrong-id ; 400ms ; -32001 $server did not answer within 0.4 s. It may have done what was asked all the"
                        + " same",
                "twice ; 20s ; well",
                "long-line ; 20s ; -32000 $server gave no answer: its answer cannot be read: a line of more than 4194304"
                        + " bytes",
                "result-shape ; 20s ; -32000 $server gave no answer: its answer cannot be read: A response has an id, and"
                        + " its result is a JSON object",
                "neither ; 20s ; -32000 $server gave no answer: its answer cannot be read: A message has a method, or"
                        + " either a result or an error",
            })
    void a_child_that_misbehaves_harms_nobody_else(String fault, String patience, String answer) throws Exception {
        new Trial("child, " + fault, fleet).run((lane, number) -> {
            if (Trial.round(number) % CALLS_OF_ONE == 0) {
                fleet.put(lane, number(number, fault).put("requestTimeout", patience));
            }
            assertThat(hear(lane, number, "fault")).matches(answer.replace("$server", "Server \"" + lane + "\""));
        });
    }

    @Test
    void a_child_that_does_not_start_harms_nobody_else() throws Exception {
        new Trial("child, exit", fleet).run((lane, number) -> {
            fleet.put(lane, number(number, "exit"));
            assertThat(hear(lane, number, "fault"))
                    .startsWith(
                            "-32000 Server \"" + lane + "\" is not available: The process exited with code 7; its last"
                                    + " words: cannot find my data. Run its command in a terminal to see why. It is tried again"
                                    + " in ");
        });
    }

    @Test
    void a_child_that_does_not_say_a_word_harms_nobody_else() throws Exception {
        new Trial("child, mute", fleet).run((lane, number) -> {
            fleet.put(lane, number(number, "mute").put("connectionTimeout", "300ms"));
            assertThat(hear(lane, number, "fault"))
                    .startsWith("-32000 Server \"" + lane + "\" is not available: it did not start within 300 ms. It is"
                            + " tried again in ");
        });
    }

    @Test
    void a_child_that_is_stopped_is_replaced_and_harms_nobody_else() throws Exception {
        new Trial("child, stopped", fleet).slow(25).run((lane, number) -> {
            fleet.put(lane, number(number, "stopped").put("requestTimeout", "3s"));
            assertThat(hear(lane, number, "fault")).startsWith("-32001 Server \"" + lane + "\" did not answer within");
            Fleet.await(
                    "another child works",
                    HEALTH_CHECK,
                    () -> hear(lane, number, "work").equals("well"));
        });
    }

    @Test
    void entries_of_a_list_that_no_client_would_take_are_left_out() throws Exception {
        new Trial("child, list-entries", fleet).run((lane, number) -> {
            fleet.put(lane, number(number, "list-entries"));
            try (McpClient client = McpClient.of(fleet.endpoint(lane), number % 2 == 0)) {
                assertThat(client.list().path("result").path("tools"))
                        .hasToString("[{\"name\":\"work\",\"inputSchema\":{\"type\":\"object\"}}]");
            }
        });
    }

    @Test
    void a_list_of_another_shape_is_told_and_harms_nobody_else() throws Exception {
        new Trial("child, list-shape", fleet).run((lane, number) -> {
            fleet.put(lane, number(number, "list-shape"));
            try (McpClient client = McpClient.of(fleet.endpoint(lane), number % 2 == 0)) {
                assertThat(McpClient.told(client.list()))
                        .isEqualTo(
                                "-32000 Server \"" + lane + "\" answered tools/list with something that is no list: its"
                                        + " \"tools\" is no array. The server has to be mended");
            }
        });
    }

    private String hear(String lane, int number, String tool) {
        return McpClient.hear(fleet.endpoint(lane), number % 2 == 0, tool);
    }

    /** Another entry for each number, so that the server is another one. */
    private static ObjectNode number(int number, String fault) {
        ObjectNode server = Fleet.child(fault);
        server.putObject("env").put("NUMBER", Integer.toString(number));
        return server;
    }
}

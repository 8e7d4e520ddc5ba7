package io.yumen.golden;

import io.yumen.app.Core;
import io.yumen.app.Pipe;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.protocol.Meta;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Canonical conversations with the built-in everything server over a pipe, as they are on the wire: what is said in which
 * order, with every field. A change of the wire shows here, meant or not.
 */
class GoldenTest {
    private static final String MODERN = "2026-07-28";
    private static final Pattern QUESTION = Pattern.compile("\"id\":([^,]+),\"method\":\"elicitation/create\"");
    private static final String PROGRESS =
            "'name':'test_tool_with_progress','arguments':{},'_meta':{'progressToken':'token'}";
    private static final String ASK = "'name':'test_elicitation','arguments':{'message':'Who are you?'}";
    private static final String UNKNOWN = "'name':'nobody','arguments':{}";
    private static final String TRIGGER = "'name':'test_trigger_tool_change','arguments':{}";

    private final Transcript transcript = new Transcript();

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
    void a_session_over_a_pipe(String revision) throws IOException {
        try (PipeTalk talk = new PipeTalk()) {
            talk.request(0, "initialize", initialize(revision), "\"id\":0");
            talk.say("{'jsonrpc':'2.0','method':'notifications/initialized'}");
            talk.request(1, "prompts/list", "", "\"id\":1");
            talk.request(2, "tools/call", PROGRESS, "\"id\":2");
            talk.request(3, "tools/call", UNKNOWN, "\"id\":3");
            talk.request(4, "nonsense/do", "", "\"id\":4");
            String heard = talk.request(5, "tools/call", ASK, "\"id\":5,|elicitation/create");
            Matcher question = QUESTION.matcher(heard);
            if (question.find()) {
                talk.say(answer(question.group(1)));
                talk.hear("\"id\":5,");
            }
        }
        transcript.matches("stdio-" + revision);
    }

    @ParameterizedTest
    @ValueSource(strings = MODERN)
    void the_stateless_protocol_over_a_pipe(String revision) throws IOException {
        try (PipeTalk talk = new PipeTalk()) {
            talk.request(1, "server/discover", meta(""), "\"id\":1");
            talk.request(2, "prompts/list", meta(""), "\"id\":2");
            talk.request(3, "tools/call", meta(PROGRESS.replace("'_meta':{", "'_meta':{$,")), "\"id\":3");
            talk.request(4, "tools/call", meta(UNKNOWN), "\"id\":4");
            talk.request(5, "ping", meta(""), "\"id\":5");
            talk.request(6, "tools/call", meta(ASK), "\"id\":6");
            talk.request(7, "subscriptions/listen", meta("'notifications':{'toolsListChanged':true}"), "acknowledged");
            talk.request(8, "tools/call", meta(TRIGGER), "\"id\":8");
        }
        transcript.matches("stdio-" + revision);
    }

    private static String request(int id, String method, String params) {
        return "{'jsonrpc':'2.0','id':%d,'method':'%s','params':{%s}}".formatted(id, method, params);
    }

    private static String initialize(String revision) {
        return "'protocolVersion':'%s','capabilities':{'elicitation':{}},'clientInfo':{'name':'golden','version':'1'}"
                .formatted(revision);
    }

    private static String answer(String question) {
        return "{'jsonrpc':'2.0','id':%s,'result':{'action':'accept','content':{'username':'u','email':'e@x.y'}}}"
                .formatted(question);
    }

    private static String meta(String params) {
        String keys =
                "'%s':'%s','%s':{'elicitation':{}}".formatted(Meta.PROTOCOL_VERSION, MODERN, Meta.CLIENT_CAPABILITIES);
        return params.contains("$")
                ? params.replace("$", keys)
                : params + (params.isEmpty() ? "" : ",") + "'_meta':{" + keys + "}";
    }

    private static GatewaySettings settings() {
        return ConfigFile.parse("""
                {"listen": {"port": 0}, "limits": {"drain": "100ms"},
                 "mcpServers": {"everything": {"service": "everything"}}}""");
    }

    /** A conversation over a pipe. */
    private final class PipeTalk implements AutoCloseable {
        private final Core core = Core.start(settings());
        private final PipedOutputStream out = new PipedOutputStream();
        private final BufferedReader lines;

        PipeTalk() throws IOException {
            PipedInputStream in = new PipedInputStream(out, 1 << 16);
            PipedOutputStream answers = new PipedOutputStream();
            lines = new BufferedReader(
                    new InputStreamReader(new PipedInputStream(answers, 1 << 16), StandardCharsets.UTF_8));
            Thread.ofPlatform().daemon().start(() -> Pipe.serve(core, settings(), in, answers));
        }

        String request(int id, String method, String params, String until) throws IOException {
            transcript.about(method);
            say(GoldenTest.request(id, method, params));
            return hear(until);
        }

        void say(String message) throws IOException {
            String json = message.replace('\'', '"');
            transcript.said(json);
            out.write((json + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** Hears lines until one has that in it. */
        String hear(String until) throws IOException {
            Pattern wanted = Pattern.compile(until);
            String line = lines.readLine();
            while (line != null) {
                transcript.heard(line);
                if (wanted.matcher(line).find()) {
                    return line;
                }
                line = lines.readLine();
            }
            throw new AssertionError("Not heard: " + until);
        }

        @Override
        public void close() throws IOException {
            out.close();
            core.close();
        }
    }
}

package io.yumen.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.Meta;
import io.yumen.schema.JsonSchema;
import io.yumen.service.awsdocs.upstream.Simulator;
import io.yumen.service.awsdocs.upstream.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What each tool of the AWS documentation answers through the gateway, its failures, too: {@code calls.json} has the calls, and beside
 * it a file for each tool what was answered when somebody last looked at it.
 *
 * <p>A call has {@code what} it shows and its {@code arguments}; {@code aws}, what its sites answer from now on, by address, or {@code
 * "demo"} for what they answer else; {@code read}, pages that are read before it, and are then in the copies that the next start finds;
 * {@code again}, whether the gateway starts anew.
 */
@Timeout(300)
final class AwsDocsAnswersTest {
    private static final Path FOLDER = Path.of("src/test/resources/awsdocs/answers");
    private static final String GUIDE = "https://docs.aws.amazon.com/harbor/latest/guide/";
    private static final String MODERN = "2026-07-28";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode CALLS = calls();

    /** What differs from run to run: when something was, and how long is left. */
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.0-9]*Z");

    private static final Pattern PAUSE = Pattern.compile("(?<=\"retryAfterSeconds\":|is asked again in )\\d+");
    private static final Pattern AGE = Pattern.compile("(?<=, )\\d+ minutes?(?= ago)");

    /** What programs learn of the gateway at each answer. */
    private static final String SERVER = "io.modelcontextprotocol/serverInfo";

    @TempDir
    private Path folder;

    private final Simulator aws = new Simulator();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        aws.close();
    }

    private static JsonNode calls() {
        try {
            return JSON.readTree(Files.readString(FOLDER.resolve("calls.json")).replace("GUIDE/", GUIDE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> tools() {
        return CALLS.propertyNames().stream();
    }

    @ParameterizedTest
    @MethodSource("tools")
    void a_tool_answers_as_it_did_when_somebody_looked(String tool) throws Exception {
        StringBuilder seen = new StringBuilder();
        int failures = 0;
        try (Talk talk = new Talk()) {
            for (JsonNode call : CALLS.path(tool)) {
                talk.prepare(call);
                JsonNode answer = talk.call(tool, call.path("arguments"));
                failures += answer.at("/result/isError").asBoolean(answer.has("error")) ? 1 : 0;
                seen.append("# ").append(call.path("what").asString()).append('\n');
                seen.append(tool).append(' ').append(call.path("arguments")).append('\n');
                seen.append(shown(answer)).append('\n');
                talk.hold(tool, answer);
            }
        }
        assertThat(failures)
                .as("failures that are shown")
                .isBetween(1, CALLS.path(tool).size() - 1);
        Golden.matches(FOLDER.resolve(tool + ".txt"), seen.toString());
    }

    @Test
    void no_tool_is_without_calls() throws Exception {
        try (Talk talk = new Talk()) {
            assertThat(talk.tools()).isEqualTo(tools().collect(Collectors.toSet()));
        }
    }

    /** Names that programs which know AWS's own server go by: where one is another, a golden file is written anew too easily. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "read_documentation | '' | result",
                "read_sections | '' | result",
                "search_table | '' | url section_title query tables_searched tables_with_matches results error hint",
                "search_table | /results/0 | table_heading columns parent_columns child_columns total_rows matched_rows showing rows",
                "search_documentation | '' | search_results facets query_id metadata",
                "search_documentation | /search_results/0 | rank_order url title context recommended_sections sections metadata",
                "search_documentation | /search_results/0/metadata | additional_urls",
                "search_documentation | /search_results/0/metadata/additional_urls/0 | url section_title section_anchor",
                "search_documentation | /facets | product_types guide_types",
                "search_documentation | /metadata | discovered_services related_tasks relationships",
                "search_documentation | /metadata/relationships/0 | from to relation",
                "recommend | '' | result",
                "recommend | /result/0 | url title context",
            })
    void fields_are_called_as_those_of_AWSs_server(String tool, String place, String names) throws Exception {
        try (Talk talk = new Talk()) {
            JsonNode call = CALLS.path(tool).path(0);
            talk.prepare(call);
            JsonNode told = talk.call(tool, call.path("arguments")).at("/result/structuredContent" + place);
            assertThat(told.propertyNames()).containsExactlyInAnyOrder(names.split(" ", -1));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "read_documentation | url max_length start_index | max_length 1 999999 5000 | start_index 0 - 0",
                "read_sections | url section_titles | - | -",
                "search_table | url section_title query max_rows | max_rows 1 100 20 | -",
                "search_documentation | search_phrase search_intent limit product_types guide_types where | limit 1 50 10 | search_intent - - \"\"",
                "recommend | url | - | -",
                "get_available_services | | - | -",
            })
    void arguments_and_their_limits_are_those_of_AWSs_server(String tool, String names, String one, String other)
            throws Exception {
        try (Talk talk = new Talk()) {
            JsonNode said = talk.schema(tool, "inputSchema").path("properties");
            assertThat(said.propertyNames())
                    .containsExactlyInAnyOrderElementsOf(names == null ? List.of() : List.of(names.split(" ", -1)));
            for (String limited : List.of(one, other)) {
                String[] limits = limited.split(" ", -1);
                JsonNode argument = said.path(limits[0]);
                for (int i = 1; i < limits.length; i++) {
                    String limit = List.of("minimum", "maximum", "default").get(i - 1);
                    String value = argument.path(limit).isMissingNode()
                            ? "-"
                            : argument.path(limit).toString();
                    assertThat(value).as(limits[0] + ": " + limit).isEqualTo(limits[i]);
                }
            }
        }
    }

    /** An answer as somebody reads it: texts line by line, and not once more where the structured content says the same. */
    private static String shown(JsonNode answer) {
        StringBuilder shown = new StringBuilder();
        ObjectNode rest = answer.path("result").isObject()
                ? (ObjectNode) answer.path("result").deepCopy()
                : (ObjectNode) answer.deepCopy();
        rest.remove(List.of("content", "resultType"));
        if (rest.path("_meta") instanceof ObjectNode meta) {
            meta.remove(SERVER);
            if (meta.isEmpty()) {
                rest.remove("_meta");
            }
        }
        JsonNode structured = rest.remove("structuredContent");
        shown.append("-> ").append(rest).append('\n');
        for (JsonNode content : answer.at("/result/content")) {
            String text = content.path("text").asString("");
            boolean isStructure =
                    structured != null && isJson(text) && JSON.readTree(text).equals(structured);
            shown.append("-- ").append(content.path("type").asString()).append('\n');
            shown.append(isStructure ? "(the structured content)\n" : lines(text));
        }
        if (structured != null) {
            String first = answer.at("/result/content/0/text").asString("");
            boolean isText = structured.path("result").isString()
                    && structured.path("result").asString().equals(first);
            shown.append("-- structured content\n");
            shown.append(
                    isText
                            ? "{\"result\": (the text)}"
                            : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(structured));
            shown.append('\n');
        }
        return AGE.matcher(PAUSE.matcher(TIME.matcher(shown).replaceAll("TIME")).replaceAll("PAUSE"))
                .replaceAll("AGE");
    }

    private static boolean isJson(String text) {
        return text.startsWith("{") && text.endsWith("}");
    }

    private static String lines(String text) {
        return text.lines().map(line -> ("| " + line).stripTrailing() + "\n").collect(Collectors.joining());
    }

    /** A client, and a gateway that serves the documentation. */
    private final class Talk implements AutoCloseable {
        private Gateway gateway = start();

        private Gateway start() {
            String sites = Arrays.stream(Site.values())
                    .map(site -> "\"%s\": \"%s/%s\"".formatted(site.host(), aws.address(), site.host()))
                    .collect(Collectors.joining(", "));
            return Gateway.start(ConfigFile.parse("""
                    {"listen": {"port": 0}, "limits": {"drain": "100ms"}, "mcpServers": {"aws": {"service": "aws-docs", "awsDocs": {
                      "sites": {%s}, "loopback": true, "folder": "%s", "rules": [
                        {"path": "/*/ageing.html", "ttl": "0s"},
                        {"path": "/*/changing.html", "ttl": "0s", "grace": "0s"},
                        {"path": "/*/unkept.html", "bypass": true}]}}}}
                    """.formatted(sites, folder.resolve("pages"))));
        }

        private void again() {
            gateway.close();
            gateway = start();
        }

        void prepare(JsonNode call) throws Exception {
            if (call.path("again").asBoolean(false)) {
                again();
            }
            call.path("aws").properties().forEach(site -> aws.on(site.getKey(), script(site.getValue())));
            for (JsonNode page : call.path("read")) {
                assertThat(call("outline", JSON.createObjectNode().put("url", page.asString()))
                                .at("/result/isError")
                                .asBoolean(false))
                        .isFalse();
            }
            if (call.has("read")) {
                // What was read is on the disk then.
                again();
            }
        }

        private Simulator.Script script(JsonNode said) {
            if (said.isString()) {
                return aws.whole();
            }
            List<String> headers =
                    said.path("headers").valueStream().map(JsonNode::asString).toList();
            if (said.has("status")) {
                return Simulator.status(said.path("status").asInt(), headers.toArray(String[]::new));
            }
            JsonNode body = said.path("body");
            return Simulator.page(
                    said.path("type").asString(),
                    body.isString() ? body.asString() : body.toString(),
                    headers.toArray(String[]::new));
        }

        JsonNode call(String tool, JsonNode arguments) throws IOException, InterruptedException {
            ObjectNode params = JSON.createObjectNode().put("name", tool);
            params.set("arguments", arguments);
            return send("tools/call", params);
        }

        Set<String> tools() throws IOException, InterruptedException {
            return listed().valueStream()
                    .map(tool -> tool.path("name").asString())
                    .collect(Collectors.toSet());
        }

        JsonNode schema(String tool, String which) throws IOException, InterruptedException {
            return listed().valueStream()
                    .filter(each -> each.path("name").asString().equals(tool))
                    .findFirst()
                    .orElseThrow()
                    .path(which);
        }

        private JsonNode listed() throws IOException, InterruptedException {
            return send("tools/list", JSON.createObjectNode()).at("/result/tools");
        }

        /** What is answered is what the tool says that it answers. */
        void hold(String tool, JsonNode answer) throws IOException, InterruptedException {
            JsonNode structured = answer.at("/result/structuredContent");
            if (structured.isObject() && !answer.at("/result/isError").asBoolean(false)) {
                assertThat(JsonSchema.of((ObjectNode) schema(tool, "outputSchema"))
                                .problems(structured))
                        .isEmpty();
            }
        }

        private JsonNode send(String method, ObjectNode params) throws IOException, InterruptedException {
            ObjectNode meta = params.putObject("_meta").put(Meta.PROTOCOL_VERSION, MODERN);
            meta.putObject(Meta.CLIENT_CAPABILITIES);
            ObjectNode message =
                    JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
            message.set("params", params);
            HttpRequest.Builder request = HttpRequest.newBuilder(gateway.endpoint())
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream")
                    .header("MCP-Protocol-Version", MODERN)
                    .header("Mcp-Method", method)
                    .POST(HttpRequest.BodyPublishers.ofString(JsonCodec.text(message)));
            if (params.has("name")) {
                request.header("Mcp-Name", params.path("name").asString());
            }
            String body = client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                    .body();
            String last = body.lines()
                    .filter(line -> line.startsWith("data:"))
                    .reduce((one, next) -> next)
                    .map(line -> line.substring(5))
                    .orElse(body);
            ObjectNode answer = (ObjectNode) JSON.readTree(last);
            answer.remove(List.of("jsonrpc", "id"));
            return answer;
        }

        @Override
        public void close() {
            gateway.close();
        }
    }
}

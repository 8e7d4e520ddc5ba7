package io.yumen.catalogue.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.catalogue.Ask;
import io.yumen.protocol.JsonCodec;
import io.yumen.schema.Records;
import io.yumen.service.Mode;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolHints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A slip of the pen in a catalogue file is told with its place. */
class CatalogueReaderTest {
    @Test
    void the_schema_stands_where_authors_look() throws IOException {
        assertThat(JsonCodec.text(Records.parse(Files.readString(Path.of("docs/services/catalogue.schema.json")))))
                .isEqualTo(JsonCodec.text(CatalogueReader.schema()));
    }

    @Test
    void what_a_tool_does_to_the_world_goes_by_its_method_unless_the_file_says_more() {
        assertThat(hints("\"method\": \"GET\"")).isEqualTo(ToolHints.READ_REMOTE);
        assertThat(Mode.NO_DESTROY.allows(hints("\"method\": \"POST\""))).isTrue();
        assertThat(Mode.READ_ONLY.allows(hints("\"method\": \"POST\""))).isFalse();
        assertThat(Mode.READ_ONLY.allows(hints("\"method\": \"POST\", \"changes\": \"nothing\"")))
                .isTrue();
        for (String method : List.of("PUT", "PATCH", "DELETE")) {
            assertThat(Mode.NO_DESTROY.allows(hints("\"method\": \"" + method + "\"")))
                    .as(method)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                   | object",
                "{\"name\": \"x\"}                                    | tools",
                "{\"name\": \"X\", \"tools\": {\"a\": {\"description\": \"d\", \"path\": \"/\"}}} | /name",
                "{                                                    | JSON",
                "TOOL \"pathh\": \"/\"                                | pathh",
                "TOOL \"method\": \"TRACE\"                           | /tools/t/method",
                "TOOL \"path\": \"pets\"                              | tools.t.path: A path begins with a slash",
                "TOOL \"path\": \"/a?b=c\"                            | a query stands in \"query\"",
                "TOOL \"path\": \"/a/../b\"                           | tools.t.path: A path has no segment",
                "TOOL \"path\": \"/a/%2e%2E/b\"                       | tools.t.path: A path has no segment",
                "TOOL \"path\": \"/a b\"                              | tools.t.path: A path has letters",
                "TOOL \"path\": \"/{id}\"                             | tools.t: {id} is not one of its \"arguments\"",
                "TOOL \"path\": \"/{id}\", \"arguments\": {\"id\": {}} | \"id\" stands in the path; it is required",
                "TOOL \"arguments\": {\"id\": {}}                     | tools.t.arguments.id: Nothing uses it; write {id}",
                "TOOL \"query\": {\"f\": \"{format}\"}, \"arguments\": {\"format\": {}} | call this one otherwise",
                "TOOL \"query\": {\"f\": \"{x}\"}, \"arguments\": {\"x\": {}}, \"required\": [\"y\"] | tools.t.required: \"y\" is not",
                "TOOL \"query\": {\"f\": \"{x}\"}, \"arguments\": {\"x\": {\"pattern\": \"(\"}} | no JSON Schema",
                "TOOL \"list\": {\"items\": \"a[\"}                   | tools.t.list.items: \"a[\" is no JMESPath",
                "TOOL \"one\": {\"summary\": {\"a\": \"b[\"}}         | tools.t.one.summary.a",
                "TOOL \"one\": {}, \"text\": true                     | tools.t: An answer is one of one, text",
                "TOOL \"body\": {}                                    | tools.t: GET has no body",
                "TOOL \"method\": \"POST\", \"body\": {}, \"form\": {} | either a \"body\" or a \"form\"",
                "TOOL \"method\": \"POST\", \"cacheSeconds\": 5       | Only what a GET answers",
                "TOOL \"headers\": {\"Authorization\": \"x\"}         | Credentials stand in the \"headers\" of the server",
                "TOOL \"headers\": {\"Host\": \"x\"}                  | tools.t.headers.Host: This header is set by the gateway",
                "TOOL \"headers\": {\"a b\": \"x\"}                   | no name of a header",
                "TOOL \"errors\": {\"200\": \"x\"}                    | /tools/t/errors",
                "TOOL \"list\": {\"items\": \"@\", \"paging\": {\"by\": \"cursor\", \"parameter\": \"p\"}} | JMESPath of the next cursor",
            })
    void a_slip_is_told_with_its_place_and_what_to_write(String file, String words) {
        String text = file.startsWith("TOOL") ? tool(file.substring(4)) : file;
        assertThatThrownBy(() -> CatalogueReader.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BadCatalogue.class)
                .hasMessageContaining(words);
    }

    @FuzzTest(maxDuration = "20s")
    void any_file_is_read_or_refused(byte[] bytes) {
        try {
            CatalogueReader.read(bytes);
        } catch (BadCatalogue refused) {
            assertThat(refused).message().isNotBlank();
        }
    }

    /** What a caller gives never leaves its place in the path, and adds no parameter and no header. */
    @FuzzTest(maxDuration = "20s")
    void whatever_is_given_stays_in_its_place(byte[] bytes) {
        String given = new String(bytes, StandardCharsets.UTF_8);
        Operation operation = CatalogueReader.read(tool("""
                "path": "/a/{x}/b", "arguments": {"x": {}}, "required": ["x"], "query": {"q": "{x}"}, "headers": {"X-H": "{x}"}""").getBytes(StandardCharsets.UTF_8))
                .operations()
                .getFirst();
        ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("x", given);
        Ask ask;
        try {
            ask = Asking.of(operation, arguments, Map.of());
        } catch (ToolFailure refused) {
            return;
        }
        assertThat(ask.path()).matches("/a/[A-Za-z0-9_.*%-]+/b");
        assertThat(ask.query().toString()).matches("q=[A-Za-z0-9_.*%-]*");
        assertThat(ask.headers().size()).isEqualTo(1);
        assertThat(ask.headers().valueAt(0)).doesNotContain("\r").doesNotContain("\n");
    }

    private static ToolHints hints(String more) {
        return CatalogueReader.read(tool(more).getBytes(StandardCharsets.UTF_8))
                .operations()
                .getFirst()
                .hints();
    }

    private static String tool(String more) {
        String path = more.contains("\"path\"") ? "" : "\"path\": \"/\", ";
        return "{\"name\": \"x\", \"tools\": {\"t\": {\"description\": \"d\", " + path + more.strip() + "}}}";
    }
}

package io.yumen.service.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.schema.JsonSchema;
import io.yumen.schema.Records;
import io.yumen.schema.Spread;
import io.yumen.secret.Sealer;
import io.yumen.service.Call;
import io.yumen.service.Content;
import io.yumen.service.RequestState;
import io.yumen.service.Resource;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolResult;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a caller asks for is what he gets, in the form that he asked for, no larger than allowed and without secrets. */
class AnswersTest {
    private static final AnswerLimits SMALL = new AnswerLimits(1_000, 1 << 20, 1 << 16, Duration.ofMinutes(1));

    private final Answers answers = new Answers("zoo", SMALL, Redactor.common());

    record Input(String cage, @Spread Listing listing) {}

    @Test
    void the_arguments_of_lists_stand_beside_those_of_the_tool() {
        ObjectNode schema = JsonSchema.of(Input.class).tree();
        assertThat(schema.path("properties").propertyNames())
                .containsExactly("cage", "detail", "fields", "limit", "cursor", "count_only", "format");
        assertThat(JsonCodec.text(schema.path("required"))).isEqualTo("[\"cage\"]");
        Input read = Records.read(Records.parse("""
                {"cage": "a", "detail": "names", "limit": 3, "count_only": true, "format": "toon"}"""), Input.class);
        assertThat(read).isEqualTo(new Input("a", new Listing(Detail.NAMES, null, 3, null, true, Format.TOON)));
        assertThat(Records.write(read).path("count_only").booleanValue()).isTrue();
    }

    @Test
    void a_table_has_columns_and_a_line_for_each_item() {
        assertThat(text(list(Listing.DEFAULT, animals(2)))).isEqualTo("""
                NAME      LEGS  NOTE
                animal 0  0     -
                animal 1  1     -
                """);
    }

    @Test
    void each_format_tells_the_same() {
        assertThat(text(list(as(Detail.SUMMARY, Format.JSON), animals(1))))
                .isEqualTo("[{\"name\":\"animal 0\",\"legs\":0,\"note\":\"\"}]");
        assertThat(text(list(as(Detail.SUMMARY, Format.YAML), animals(1)))).isEqualTo("""
                - name: animal 0
                  legs: 0
                  note: ""
                """);
        assertThat(text(list(as(Detail.SUMMARY, Format.TOON), animals(2)))).isEqualTo("""
                [2]{name,legs,note}:
                  animal 0,0,""
                  animal 1,1,""
                """.strip());
        assertThat(text(list(as(Detail.NAMES, Format.TABLE), animals(2)))).isEqualTo("animal 0\nanimal 1\n");
    }

    @Test
    void numbers_keep_their_text_in_every_format() {
        ObjectNode exact = (ObjectNode) Records.parse("{\"a\": 1e5, \"b\": 12345678901234567890123, \"c\": -0.10}");
        for (Format format : Format.values()) {
            Source one = Source.of(List.of(new Item("x", exact, exact)));
            assertThat(text(list(as(Detail.SUMMARY, format), one)))
                    .as("%s", format)
                    .contains("12345678901234567890123")
                    .contains("-0.1");
        }
    }

    @Test
    void fields_are_picked_from_all_that_there_is() {
        Listing wanted =
                new Listing(Detail.SUMMARY, List.of("eats[0].what", "length(eats)"), 50, null, false, Format.JSON);
        assertThat(text(list(wanted, animals(1)))).isEqualTo("[{\"eats[0].what\":\"hay\",\"length(eats)\":2}]");
    }

    @Test
    void a_field_that_is_none_is_told_with_what_to_write() {
        Listing wanted = new Listing(Detail.SUMMARY, List.of("eats[?"), 50, null, false, Format.JSON);
        assertThatThrownBy(() -> list(wanted, animals(1)))
                .isInstanceOf(ToolFailure.class)
                .hasMessageContaining("\"eats[?\" is no JMESPath")
                .hasMessageContaining("metadata.name");
        Listing wrongType = new Listing(Detail.SUMMARY, List.of("length(legs)"), 50, null, false, Format.JSON);
        assertThatThrownBy(() -> list(wrongType, animals(1))).isInstanceOf(ToolFailure.class);
    }

    @Test
    void fields_of_all_rows_together_make_no_more_than_one_answer_may() {
        // Each is far below the bound; a thousand rows of twenty such are beyond it many times.
        String large = String.join(" | ", Collections.nCopies(9, "[@,@]"));
        List<String> fields = Collections.nCopies(20, large);
        Listing one = new Listing(Detail.SUMMARY, List.of("length(" + large + ")"), 1, null, false, Format.JSON);
        assertThat(text(list(one, animals(1)))).contains(":2");
        Listing many = new Listing(Detail.SUMMARY, fields, 1000, null, false, Format.JSON);
        List<Item> read = new ArrayList<>();
        Source counted = (cursor, limit) -> new Source.Page(List.of(seen(read)), "next", -1);
        assertThatThrownBy(() -> list(many, counted))
                .isInstanceOf(ToolFailure.class)
                .hasMessageContaining("too much");
        assertThat(read).hasSizeLessThan(200);
    }

    @Test
    void who_gives_up_holds_no_thread_for_the_rows_that_are_left() {
        List<Item> read = new ArrayList<>();
        Source source = (cursor, limit) -> {
            if (read.size() == 2) {
                Thread.currentThread().interrupt();
            }
            return new Source.Page(List.of(seen(read)), "next", -1);
        };
        Listing wanted = new Listing(Detail.NAMES, null, 1000, null, false, Format.JSON);
        try {
            assertThatThrownBy(() -> list(wanted, source)).isInstanceOf(RpcException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(read).hasSize(3);
    }

    private static Item seen(List<Item> read) {
        read.add(animalsOf(1).getFirst());
        return read.getLast();
    }

    @Test
    void pages_are_exact_whatever_is_full_first() {
        for (int limit : new int[] {1, 7, 50, 1000}) {
            assertThat(all(Detail.FULL, limit, animals(100)))
                    .as("%s at a time", limit)
                    .isEqualTo(names(100));
        }
    }

    @Test
    void pages_of_a_source_that_gives_few_or_none_at_a_time_are_exact_too() {
        Source slow = (cursor, limit) -> {
            int at = cursor == null ? 0 : Integer.parseInt(cursor);
            List<Item> some = at % 3 == 1 ? List.of() : animalsOf(100).subList(at / 3, at / 3 + 1);
            return new Source.Page(at % 3 == 0 ? some : List.of(), at < 297 ? Integer.toString(at + 1) : null, -1);
        };
        for (int limit : new int[] {1, 7, 1000}) {
            assertThat(all(Detail.SUMMARY, limit, slow))
                    .as("%s at a time", limit)
                    .isEqualTo(names(100));
        }
        assertThat(slow.count()).isEqualTo(100);
    }

    @Test
    void an_answer_says_what_was_cut_and_how_to_get_it() {
        ToolResult page = list(new Listing(Detail.NAMES, null, 3, null, false, Format.TABLE), animals(10));
        String cursor = structured(page).path("cursor").stringValue();
        assertThat(text(page)).isEqualTo("""
                animal 0
                animal 1
                animal 2

                3 animals of at least 10; go on with cursor=%s
                """.formatted(cursor));
        assertThat(structured(page).path("note").stringValue()).contains("go on with cursor=");
    }

    @Test
    void a_cursor_of_another_list_is_refused() {
        ToolResult page = list(new Listing(Detail.NAMES, null, 3, null, false, Format.TABLE), animals(10));
        String cursor = structured(page).path("cursor").stringValue();
        Listing next = new Listing(Detail.NAMES, null, 9, cursor, false, Format.JSON);
        assertThatThrownBy(() -> answers.list(new Input("other", next), next, "animals", animals(10)))
                .isInstanceOf(ToolFailure.class)
                .hasMessageContaining("leave it out");
        for (String wrong : List.of("", "!", "e30", "W10", "bm8", "-1")) {
            Listing strange = new Listing(Detail.NAMES, null, 9, wrong, false, Format.JSON);
            assertThatThrownBy(() -> list(strange, animals(10))).as(wrong).isInstanceOf(ToolFailure.class);
        }
    }

    @Test
    void only_the_number_is_told_where_that_is_asked() {
        ToolResult count = list(new Listing(Detail.FULL, null, 1, null, true, Format.TABLE), animals(12_345));
        assertThat(text(count)).isEqualTo("12345 animals");
        assertThat(structured(count).path("count").intValue()).isEqualTo(12_345);
    }

    @Test
    void an_item_that_is_larger_than_an_answer_hides_no_other() {
        ObjectNode big = animal(0).full().deepCopy().put("note", "x".repeat(5_000));
        List<Item> all = List.of(new Item("big", big, big), animal(1));
        ToolResult page = list(as(Detail.FULL, Format.JSON), Source.of(all));
        assertThat(text(page))
                .contains("too large to be told in a list")
                .contains("animal 1")
                .contains("name fields");
    }

    @Test
    void what_is_too_large_is_a_resource_of_its_caller_alone() {
        ObjectNode big = animal(0).full().deepCopy().put("note", "x".repeat(5_000));
        Look look = new Look(Detail.FULL, null, Format.JSON);
        ToolResult told = answers.one(look, new Item("animal 0", animal(0).summary(), big), call("ann"));
        assertThat(text(told)).contains("animal 0").contains("read the linked resource");
        Content.Link link = (Content.Link) told.content().get(1);
        Map<String, String> id = answers.large().template().match(link.uri()).orElseThrow();
        Resource.Reading read = (Resource.Reading) answers.large().handler().read(link.uri(), id, call("ann"));
        assertThat(read.contents().getFirst().toJson().path("text").stringValue())
                .isEqualTo(JsonCodec.text(big));
        assertThatThrownBy(() -> answers.large().handler().read(link.uri(), id, call("eve")))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("not found");
    }

    @Test
    void a_long_text_loses_its_beginning_or_its_end() {
        String lines = "line\n".repeat(1_000);
        ToolResult log = answers.text("log", lines + "last", Answers.Cut.BEGINNING, call("ann"));
        assertThat(text(log))
                .startsWith("[4004 of 5004 bytes were cut from the beginning")
                .endsWith("last");
        ToolResult manifest = answers.text("manifest", "first" + lines, Answers.Cut.END, call("ann"));
        assertThat(text(manifest)).startsWith("first").endsWith("the linked resource has all]");
        assertThat(answers.text("short", "short", Answers.Cut.END, call("ann")).content())
                .hasSize(1);
    }

    /** What is small in one format is large in another: columns that few rows have, and what stands deep. */
    @Test
    void no_answer_is_larger_than_allowed_in_any_format() {
        ObjectNode deep = JsonNodeFactory.instance.objectNode();
        ObjectNode at = deep;
        for (int i = 0; i < 90; i++) {
            at = at.putObject("a");
        }
        ObjectNode wide = JsonNodeFactory.instance.objectNode();
        IntStream.range(0, 300).forEach(i -> wide.put("column " + i, "ü€😀".repeat(i)));
        List<Item> sparse = IntStream.range(0, 60)
                .mapToObj(i -> JsonNodeFactory.instance
                        .objectNode()
                        .put("name", "n" + i)
                        .put("c" + i, i))
                .map(row -> new Item(row.path("name").stringValue(), row, row))
                .toList();
        for (Format format : Format.values()) {
            for (ObjectNode large : List.of(deep, wide)) {
                ToolResult one =
                        answers.one(new Look(Detail.FULL, null, format), new Item("x", large, large), call("ann"));
                assertSmall(one, format);
            }
            assertThat(all(Detail.SUMMARY, 50, format, Source.of(sparse)))
                    .as("%s", format)
                    .isEqualTo(sparse.stream().map(Item::name).toList());
            assertSmall(list(as(Detail.FULL, format), Source.of(List.of(new Item("x", deep, deep)))), format);
        }
        for (Answers.Cut cut : Answers.Cut.values()) {
            String text = text(answers.text("log", "ü€😀".repeat(1_000), cut, call("ann")));
            assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_100);
            assertThat(text).doesNotContain("?");
        }
    }

    @Test
    void the_name_of_a_thing_is_told_in_every_format() {
        for (Format format : Format.values()) {
            assertThat(text(answers.one(new Look(Detail.NAMES, null, format), animal(1), call("ann"))))
                    .as("%s", format)
                    .contains("animal 1");
        }
    }

    private static void assertSmall(ToolResult result, Format format) {
        assertThat(text(result).getBytes(StandardCharsets.UTF_8))
                .as("%s", format)
                .hasSizeLessThan(1_250);
        assertThat(JsonCodec.bytes(structured(result))).as("%s", format).hasSizeLessThan(1_250);
    }

    @Test
    void no_answer_shows_a_secret() {
        ObjectNode full = (ObjectNode) Records.parse("""
                {"env": [{"name": "DB_PASSWORD", "value": "hunter22"}, {"name": "PATH", "value": "/bin"}], "apiKey": "k-123"}""");
        Item item = new Item("x", full, full);
        Listing fields = new Listing(
                Detail.SUMMARY, List.of("env[0].value", "apiKey", "env[1].value"), 5, null, false, Format.JSON);
        assertThat(text(list(fields, Source.of(List.of(item)))))
                .isEqualTo("[{\"env[0].value\":\"[redacted]\",\"apiKey\":\"[redacted]\",\"env[1].value\":\"/bin\"}]");
        assertThat(text(answers.one(new Look(Detail.FULL, null, Format.YAML), item, call("ann"))))
                .doesNotContain("hunter22")
                .doesNotContain("k-123")
                .contains("/bin");
        assertThat(text(answers.text("log", "login with password=hunter22 ok", Answers.Cut.END, call("ann"))))
                .isEqualTo("login with password=[redacted] ok");
    }

    /** The names of all items, read answer by answer. */
    private List<String> all(Detail detail, int limit, Source source) {
        return all(detail, limit, Format.JSON, source);
    }

    private List<String> all(Detail detail, int limit, Format format, Source source) {
        List<String> seen = new ArrayList<>();
        @Nullable String cursor = null;
        int answered = 0;
        do {
            ToolResult answer = list(new Listing(detail, null, limit, cursor, false, format), source);
            assertSmall(answer, format);
            JsonNode listed = structured(answer);
            listed.path("items").forEach(item -> seen.add(item.path("name").asString("")));
            cursor = listed.path("cursor").isString() ? listed.path("cursor").stringValue() : null;
            assertThat(JsonCodec.text(listed.path("items")).length()).isLessThan(1_200);
            assertThat(++answered).isLessThan(200);
        } while (cursor != null);
        return seen;
    }

    private ToolResult list(Listing wanted, Source source) {
        return answers.list(new Input("cage", wanted), wanted, "animals", source);
    }

    private static Listing as(Detail detail, Format format) {
        return new Listing(detail, null, 50, null, false, format);
    }

    private static Source animals(int count) {
        return Source.of(animalsOf(count));
    }

    private static List<Item> animalsOf(int count) {
        return IntStream.range(0, count).mapToObj(AnswersTest::animal).toList();
    }

    private static Item animal(int number) {
        ObjectNode summary = JsonNodeFactory.instance
                .objectNode()
                .put("name", "animal " + number)
                .put("legs", number)
                .put("note", "");
        ObjectNode full = summary.deepCopy();
        full.putArray("eats").addObject().put("what", "hay");
        full.withArray("eats").addObject().put("what", "oats");
        return new Item("animal " + number, summary, full);
    }

    private static List<String> names(int count) {
        return animalsOf(count).stream().map(Item::name).toList();
    }

    private static String text(ToolResult result) {
        return ((Content.Text) result.content().getFirst()).text();
    }

    private static JsonNode structured(ToolResult result) {
        return Optional.ofNullable(result.structured()).orElseThrow();
    }

    private static Call call(String principal) {
        Access access = Access.plain(new Principal(TenantId.LOCAL, principal), Access.Proof.NONE);
        Caller caller = new Caller(
                access,
                ClientKey.STATELESS,
                Revision.NEWEST,
                ClientCapabilities.NONE,
                JsonNodeFactory.instance.objectNode());
        Exchange exchange =
                Exchange.own("tools/call", JsonNodeFactory.instance.objectNode(), caller, new Cancellation());
        return new Call(exchange, new RequestState(Sealer.ephemeral(), Duration.ofMinutes(1), InstantSource.system()));
    }
}

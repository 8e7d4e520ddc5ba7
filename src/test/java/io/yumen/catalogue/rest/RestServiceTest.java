package io.yumen.catalogue.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The example catalogue, and others, on a service that has what they say, and on one that has not. */
class RestServiceTest {
    private static final int PETS = 120;

    private PetShop shop;
    private Desk desk;

    @BeforeEach
    void start() throws IOException {
        shop = PetShop.start(PETS);
        desk = new Desk(CatalogueReader.read(Files.readAllBytes(Path.of("examples/described/pets.json"))), shop.base());
    }

    @AfterEach
    void stop() {
        desk.close();
        shop.close();
    }

    @Test
    void a_list_has_the_columns_that_the_file_says() {
        assertThat(Desk.text(desk.call("list_pets", "{\"limit\": 2, \"species\": [\"cat\", \"d&g\"]}")))
                .startsWith("""
                ID  NAME   SPECIES
                p0  Pet 0  cat
                p1  Pet 1  dog
                """)
                .contains("of at least 120; go on with cursor=");
        assertThat(shop.asked.getFirst().uri()).isEqualTo("/v1/pets?species=cat&species=d%26g&per_page=50&page=1");
        assertThat(shop.asked.getFirst().headers().get("Authorization")).containsExactly("Bearer hunter22hunter22");
        assertThat(Desk.text(desk.call("list_pets", "{\"count_only\": true}"))).isEqualTo("120 pets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"by\": \"page\", \"parameter\": \"page\", \"size\": \"per_page\", \"most\": 7}",
                "{\"by\": \"offset\", \"parameter\": \"offset\", \"size\": \"per_page\", \"most\": 7}",
                "{\"by\": \"cursor\", \"parameter\": \"after\", \"size\": \"per_page\", \"most\": 7, \"next\": \"next\"}",
                "{\"by\": \"link\", \"size\": \"per_page\", \"most\": 7}",
                "{\"by\": \"link\", \"size\": \"per_page\", \"most\": 7, \"next\": \"links.next\"}",
            })
    void pages_of_each_kind_are_read_exactly(String paging) {
        try (Desk other =
                desk("/pets", "\"list\": {\"items\": \"data\", \"name\": \"id\", \"paging\": " + paging + "}")) {
            for (int limit : new int[] {5, 7, 50, 1000}) {
                List<String> seen = new ArrayList<>();
                String cursor = "";
                do {
                    String from = cursor.isEmpty() ? "" : ", \"cursor\": \"" + cursor + "\"";
                    JsonNode answer = other.call("it", "{\"detail\": \"names\", \"limit\": " + limit + from + "}")
                            .path("structuredContent");
                    answer.path("items").forEach(item -> seen.add(item.asString()));
                    cursor = answer.path("cursor").asString("");
                } while (!cursor.isEmpty());
                assertThat(seen)
                        .as("%s at a time", limit)
                        .isEqualTo(
                                IntStream.range(0, PETS).mapToObj(i -> "p" + i).toList());
            }
        }
    }

    @Test
    void a_link_leads_to_no_other_place_and_keeps_what_was_asked() {
        String list =
                "\"list\": {\"items\": \"data\", \"name\": \"id\", \"paging\": {\"by\": \"link\", \"size\": \"per_page\","
                        + " \"most\": 7}}, \"arguments\": {\"species\": {\"type\": \"array\"}}, \"query\": {\"species\": \"{species}\"}";
        try (Desk other = desk("/pets", list)) {
            other.call("it", "{\"species\": [\"cat\", \"d&g\"], \"limit\": 10}");
        }
        assertThat(shop.asked)
                .extracting(PetShop.Asked::uri)
                .containsExactly(
                        "/v1/pets?species=cat&species=d%26g&per_page=7",
                        "/v1/pets?per_page=7&species=cat&species=d%26g&page=2");
        assertThat(shop.asked).allMatch(asked -> asked.headers().containsKey("Authorization"));
    }

    @Test
    void a_key_in_the_query_goes_with_each_request_and_stands_in_no_answer() {
        String list =
                "\"list\": {\"items\": \"data\", \"paging\": {\"by\": \"link\", \"size\": \"per_page\", \"most\": 7}},"
                        + " \"arguments\": {\"key\": {\"type\": \"string\"}}, \"query\": {\"key\": \"{key}\"}";
        String secret = "hunter22/hunter22";
        try (Desk other = desk("/pets", list, Map.of("key", secret))) {
            JsonNode first = other.call("it", "{\"limit\": 5, \"key\": \"mine\", \"format\": \"json\"}");
            JsonNode structured = first.path("structuredContent");
            String cursor = structured.path("cursor").asString("");
            String again =
                    Desk.text(other.call("it", "{\"limit\": 5, \"key\": \"mine\", \"cursor\": \"" + cursor + "\"}"));
            assertThat(again).contains("p9");
            String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            assertThat(plain + first + again).doesNotContain("hunter22").doesNotContain("hunter22%2Fhunter22");
        }
        assertThat(shop.asked)
                .hasSizeGreaterThan(1)
                .allMatch(asked -> asked.uri().endsWith("key=hunter22%2Fhunter22"));
        assertThat(shop.asked).noneMatch(asked -> asked.uri().contains("mine"));
        try (Desk other = desk("/echo", "\"text\": true", Map.of("key", secret))) {
            assertThat(Desk.text(other.call("it", "{}")))
                    .isEqualTo("asked /v1/echo?key=[redacted], which is [redacted]");
        }
    }

    @Test
    void an_object_in_a_query_is_one_value_and_names_no_other_parameter() {
        try (Desk other = desk(
                "/pets",
                "\"arguments\": {\"filter\": {\"type\": \"object\"}}, \"query\": {\"filter\": \"{filter}\"}")) {
            other.call("it", "{\"filter\": {\"admin\": \"true\", \"a\": [1]}}");
        }
        assertThat(shop.asked.getFirst().uri())
                .isEqualTo("/v1/pets?filter=%7B%22admin%22%3A%22true%22%2C%22a%22%3A%5B1%5D%7D");
    }

    @Test
    void a_single_thing_is_told_without_secrets() {
        assertThat(Desk.text(desk.call("get_pet", "{\"id\": \"p3\"}")))
                .contains("name: Pet 3")
                .contains("city: Ghent")
                .contains("apiKey: \"[redacted]\"")
                .doesNotContain("hunter22");
        assertThat(Desk.text(
                        desk.call("get_pet", "{\"id\": \"p3\", \"fields\": [\"owner.city\"], \"format\": \"json\"}")))
                .isEqualTo("{\"owner.city\":\"Ghent\"}");
        assertThat(Desk.text(desk.call("opening_hours", "{}"))).isEqualTo("from nine to five, password=[redacted]\n");
    }

    @Test
    void a_document_has_what_was_given_with_its_type_and_no_more() {
        JsonNode added = desk.call(
                "add_pet",
                "{\"name\": \"Tom \\\"{species}\\\"\", \"species\": \"cat\", \"tags\": [\"a\", \"b\"], \"note\": \"n\"}");
        assertThat(Desk.text(added)).contains("Tom");
        assertThat(shop.asked.getFirst().body())
                .isEqualTo("{\"name\":\"Tom \\\"{species}\\\"\",\"species\":\"cat\",\"tags\":[\"a\",\"b\"],"
                        + "\"origin\":\"added by Tom \\\"{species}\\\"'s owner\"}");
        assertThat(shop.asked.getFirst().headers().get("X-note")).containsExactly("n");
        desk.call("add_pet", "{\"name\": \"T\", \"species\": \"cat\"}");
        assertThat(shop.asked.get(1).body())
                .isEqualTo("{\"name\":\"T\",\"species\":\"cat\",\"origin\":\"added by T's owner\"}");
        assertThat(shop.asked.get(1).headers()).doesNotContainKey("X-note");
        assertThat(Desk.text(desk.call("remove_pet", "{\"id\": \"p5\"}")))
                .isEqualTo("Done; the service answered 204 without a text");
    }

    @Test
    void failures_are_told_with_the_advice_of_the_file() {
        assertThat(Desk.text(desk.call("get_pet", "{\"id\": \"p999\"}")))
                .isEqualTo("Pet shop answered 404: no such pet. list_pets has the ids that there are");
        assertThat(Desk.text(desk.call("get_pet", "{}"))).contains("id");
        assertThat(Desk.text(desk.call("add_pet", "{\"name\": \"x\", \"species\": \"cow\"}")))
                .contains("species");
        assertThat(shop.asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "../admin",
                "..\\\\admin",
                "x/../y",
                "%2e%2e",
                "%2E%2e/x",
                "a/..;b",
                "..;x",
                "x\\u0000"
            })
    void no_argument_leads_to_another_path(String id) {
        JsonNode answer = desk.call("get_pet", "{\"id\": \"" + id + "\"}");
        assertThat(answer.path("isError").booleanValue()).isTrue();
        assertThat(Desk.text(answer)).contains("would lead to another place");
        assertThat(shop.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a/b, /v1/pets/a%2Fb", "a?b=c, /v1/pets/a%3Fb%3Dc", "a#b, /v1/pets/a%23b", "a b&c, /v1/pets/a%20b%26c"})
    void an_argument_of_a_path_stays_one_segment(String id, String uri) {
        desk.call("get_pet", "{\"id\": \"" + id + "\"}");
        assertThat(shop.asked.getFirst().uri()).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\r\\nX-Evil: 1", "a\\nb", "a\\u0000", "a\\u007f"})
    void no_argument_becomes_another_header(String note) {
        JsonNode answer = desk.call("add_pet", "{\"name\": \"x\", \"species\": \"cat\", \"note\": \"" + note + "\"}");
        assertThat(Desk.text(answer)).contains("header X-Note has a character that headers cannot have");
        assertThat(shop.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/garbage | in place of JSON",
                "/deep    | in place of JSON",
                "/page    | <html>log in",
                "/number  | value: 7",
                "/image   | bytes of image/png, which are not told",
            })
    void what_a_service_should_not_answer_is_told(String path, String words) {
        try (Desk other = desk(path, "\"one\": {}")) {
            assertThat(Desk.text(other.call("it", "{}"))).contains(words);
        }
    }

    @Test
    void pages_without_end_are_left() {
        String paging = "{\"by\": \"cursor\", \"parameter\": \"after\", \"next\": \"next\"}";
        try (Desk other = desk("/endless", "\"list\": {\"items\": \"data\", \"paging\": " + paging + "}")) {
            assertThat(Desk.text(other.call("it", "{}"))).contains("in more than 200 pages; ask for less");
            assertThat(Desk.text(other.call("it", "{\"count_only\": true}"))).contains("in more than 200 pages");
        }
        try (Desk other = desk("/number", "\"list\": {\"items\": \"@\"}")) {
            assertThat(Desk.text(other.call("it", "{}"))).contains("no list where one was expected");
        }
    }

    @Test
    void what_only_reads_is_asked_once_more() {
        try (Desk reads = desk("/flaky", "\"one\": {}");
                Desk writes = desk("/flaky", "\"method\": \"POST\", \"one\": {}")) {
            shop.flaws.set(1);
            assertThat(Desk.text(reads.call("it", "{}"))).contains("ok: true");
            shop.flaws.set(1);
            assertThat(Desk.text(writes.call("it", "{}"))).contains("answered 503: later");
            shop.flaws.set(2);
            assertThat(Desk.text(reads.call("it", "{}"))).contains("answered 503: later");
        }
    }

    @Test
    void an_answer_that_may_be_told_again_is_asked_for_once() {
        try (Desk cached =
                desk("/pets/{id}", "\"arguments\": {\"id\": {}}, \"required\": [\"id\"], \"cacheSeconds\": 60")) {
            String first = Desk.text(cached.call("it", "{\"id\": \"p1\"}"));
            assertThat(Desk.text(cached.call("it", "{\"id\": \"p1\"}"))).isEqualTo(first);
            assertThat(shop.asked).hasSize(1);
            assertThat(Desk.text(cached.call("it", "{\"id\": \"p2\"}"))).isNotEqualTo(first);
            assertThat(Desk.text(cached.call("it", "{\"id\": \"p999\"}"))).contains("404");
            assertThat(Desk.text(cached.call("it", "{\"id\": \"p999\"}"))).contains("404");
            assertThat(shop.asked).hasSize(4);
        }
    }

    private Desk desk(String path, String more) {
        return desk(path, more, Map.of());
    }

    private Desk desk(String path, String more, Map<String, String> query) {
        String file = "{\"name\": \"shop\", \"tools\": {\"it\": {\"description\": \"x\", \"path\": \"" + path + "\", "
                + more + "}}}";
        return new Desk(CatalogueReader.read(file.getBytes(StandardCharsets.UTF_8)), shop.base(), query);
    }
}

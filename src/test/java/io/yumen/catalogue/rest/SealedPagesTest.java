package io.yumen.catalogue.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.protocol.JsonCodec;
import io.yumen.schema.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The address of a next page goes through a caller's hands, but he neither reads nor writes it. */
class SealedPagesTest {
    private static final String LIST =
            "\"list\": {\"items\": \"data\", \"name\": \"id\", \"paging\": {\"by\": \"link\", \"next\": \"next\"}}";
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9_-]{8,}");

    private PetShop shop;
    private Desk desk;

    @BeforeEach
    void start() throws IOException {
        shop = PetShop.start(0);
        String tool =
                "{\"description\": \"x\", \"path\": \"/signed\", \"arguments\": {\"kind\": {\"type\": \"string\"}},"
                        + " \"query\": {\"owner\": \"me\", \"kind\": \"{kind}\"}, " + LIST + "}";
        String file = "{\"name\": \"shop\", \"tools\": {\"it\": " + tool + ", \"other\": " + tool + "}}";
        desk = new Desk(CatalogueReader.read(file.getBytes(StandardCharsets.UTF_8)), shop.base());
    }

    @AfterEach
    void stop() {
        desk.close();
        shop.close();
    }

    @Test
    void a_caller_goes_on_by_his_cursor() {
        JsonNode next = desk.call("it", with(cursor(), "cat"));
        assertThat(next.path("structuredContent").path("items")).hasSize(2);
        assertThat(shop.asked.getLast().uri())
                .isEqualTo("/v1/signed?owner=me&kind=cat&page=2&access_token=of-the-next-page");
    }

    @Test
    void a_cursor_that_somebody_wrote_asks_nothing() {
        String cursor = cursor();
        ObjectNode forged = (ObjectNode) Records.parse(decoded(cursor));
        forged.put("page", "owner=you&admin=true");
        int before = shop.asked.size();
        assertRefused(desk.call("it", with(encoded(forged), "cat")), before);
        String page = Records.parse(decoded(cursor)).path("page").stringValue();
        char last = page.charAt(page.length() - 1);
        forged.put("page", page.substring(0, page.length() - 1) + (last == 'A' ? 'Q' : 'A'));
        assertRefused(desk.call("it", with(encoded(forged), "cat")), before);
    }

    @Test
    void a_cursor_is_of_its_caller_its_tool_and_its_arguments() {
        String cursor = cursor();
        int before = shop.asked.size();
        assertRefused(desk.callAs("mallory", "it", with(cursor, "cat")), before);
        assertRefused(desk.call("other", with(cursor, "cat")), before);
        assertRefused(desk.call("it", with(cursor, "dog")), before);
        // The mark of the arguments is no secret: whoever writes it anew has gained nothing.
        ObjectNode forged = (ObjectNode) Records.parse(decoded(cursor));
        forged.set("of", Records.parse(decoded(cursor("dog"))).path("of"));
        assertRefused(desk.call("it", with(encoded(forged), "dog")), before + 1);
    }

    @Test
    void what_a_service_writes_into_its_next_address_is_not_told() {
        String answer = JsonCodec.text(desk.call("it", "{\"limit\": 2, \"kind\": \"cat\"}"));
        StringBuilder seen = new StringBuilder(answer);
        for (int layer = 0; layer < 3; layer++) {
            Matcher words = BASE64.matcher(seen.toString());
            while (words.find()) {
                if (words.group().length() % 4 != 1) {
                    seen.append(' ').append(decoded(words.group()));
                }
            }
        }
        assertThat(answer).contains("go on with cursor=");
        assertThat(seen.toString())
                .contains("\"page\":")
                .doesNotContain("of-the-next-page")
                .doesNotContain("access_token");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/next/page/2?size=50&page=2, has another path",
        "https://inside.example.com/?page=2, has another path",
        "/v1/next, asks for nothing by its query",
        "/v1/next?size=50, is that of the page before",
        "LONG, is longer than 8000 characters"
    })
    void a_list_whose_next_page_cannot_be_asked_for_is_not_passed_off_as_whole(String address, String why) {
        String next = address.equals("LONG") ? "?page=" + "2".repeat(8_001) : address;
        try (Desk other = following()) {
            JsonNode answer = other.call("it", "{\"then\": \"" + next + "\"}");
            assertThat(Desk.text(answer)).contains("The list is not whole").contains(why);
            assertThat(answer.path("structuredContent").path("note").asString(""))
                    .contains(why);
            assertThat(shop.asked).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"?page=2", "next?page=2", "https://inside.example.com/api/next/?page=2", "//x/v1/n%65xt?page=2#a"
            })
    void an_address_as_another_machine_sees_it_is_followed(String address) {
        try (Desk other = following()) {
            assertThat(Desk.text(other.call("it", "{\"then\": \"" + address + "\", \"limit\": 2}")))
                    .contains("is that of the page before");
            assertThat(shop.asked).hasSize(2);
        }
    }

    @Test
    void a_list_that_ends_is_whole() {
        try (Desk other = following()) {
            assertThat(Desk.text(other.call("it", "{}"))).doesNotContain("not whole");
        }
    }

    private Desk following() {
        String file =
                "{\"name\": \"shop\", \"tools\": {\"it\": {\"description\": \"x\", \"path\": \"/next\", \"arguments\":"
                        + " {\"then\": {\"type\": \"string\"}}, \"query\": {\"size\": \"50\", \"then\": \"{then}\"}, "
                        + LIST + "}}}";
        return new Desk(CatalogueReader.read(file.getBytes(StandardCharsets.UTF_8)), shop.base());
    }

    private String cursor() {
        return cursor("cat");
    }

    private String cursor(String kind) {
        return desk.call("it", "{\"limit\": 2, \"kind\": \"" + kind + "\"}")
                .path("structuredContent")
                .path("cursor")
                .stringValue();
    }

    private static String with(String cursor, String kind) {
        return "{\"limit\": 2, \"kind\": \"" + kind + "\", \"cursor\": \"" + cursor + "\"}";
    }

    private void assertRefused(JsonNode answer, int asked) {
        assertThat(Desk.text(answer)).contains("This cursor is not one");
        assertThat(shop.asked).hasSize(asked);
    }

    private static String encoded(JsonNode cursor) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JsonCodec.bytes(cursor));
    }

    private static String decoded(String cursor) {
        return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    }
}

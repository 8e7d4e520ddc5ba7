package io.yumen.catalogue.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.catalogue.rest.BadCatalogue;
import io.yumen.catalogue.rest.Catalogue;
import io.yumen.catalogue.rest.Desk;
import io.yumen.catalogue.rest.Operation;
import io.yumen.catalogue.rest.PetShop;
import io.yumen.protocol.JsonCodec;
import io.yumen.service.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The operations of a document are tools that ask what the document says. */
class OpenApiReaderTest {
    @Test
    void each_operation_of_the_example_is_called() throws IOException {
        Catalogue pets =
                OpenApiReader.read(Files.readAllBytes(Path.of("examples/described/pets.openapi.yaml")), List.of());
        assertThat(names(pets)).containsExactly("listPets", "addPet", "getPet", "removePet");
        assertThat(pets.notes()).isEmpty();
        assertThat(pets.url()).isEqualTo("http://127.0.0.1:8080/v1");
        try (PetShop shop = PetShop.start(3);
                Desk desk = new Desk(pets, shop.base())) {
            assertThat(Desk.text(desk.call("listPets", "{\"per_page\": 2, \"species\": [\"a b\", \"c,d\"]}")))
                    .contains("Pet 1")
                    .doesNotContain("hunter22");
            assertThat(shop.asked.getFirst().uri()).isEqualTo("/v1/pets?per_page=2&species=a%20b,c%2Cd");
            assertThat(Desk.text(desk.call("addPet", "{\"body\": {\"name\": \"Tom\", \"species\": \"cat\"}}")))
                    .contains("p3");
            assertThat(Desk.text(desk.call(
                            "getPet", "{\"id\": \"p3\", \"answer_fields\": [\"name\"], \"answer_format\": \"json\"}")))
                    .isEqualTo("{\"name\":\"Tom\"}");
            assertThat(Desk.text(desk.call("removePet", "{\"id\": \"p3\"}"))).contains("204");
            assertThat(Desk.text(desk.call("getPet", "{\"id\": \"../pets\"}"))).contains("would lead to another place");
            assertThat(Desk.text(desk.call("addPet", "{\"body\": {\"species\": \"cow\"}}")))
                    .contains("name")
                    .contains("species");
        }
    }

    @Test
    void operations_are_chosen_by_id_tag_and_path() throws IOException {
        byte[] file = Files.readAllBytes(Path.of("examples/described/pets.openapi.yaml"));
        assertThat(names(OpenApiReader.read(file, List.of("pets", "!admin"))))
                .containsExactly("listPets", "addPet", "getPet");
        assertThat(names(OpenApiReader.read(file, List.of("GET *")))).containsExactly("listPets", "getPet");
        assertThat(names(OpenApiReader.read(file, List.of("!*Pet")))).containsExactly("listPets");
        assertThat(names(OpenApiReader.read(file, List.of("getPet", "DELETE /pets/{id}"))))
                .containsExactly("getPet", "removePet");
        assertThatThrownBy(() -> OpenApiReader.read(file, List.of("pets", "!secret")))
                .isInstanceOf(BadCatalogue.class)
                .hasMessageContaining("\"!secret\" is no operationId, tag");
    }

    @Test
    void what_a_tool_does_to_the_world_goes_by_its_method() throws IOException {
        byte[] file = Files.readAllBytes(Path.of("examples/described/pets.openapi.yaml"));
        List<Operation> all = OpenApiReader.read(file, List.of()).operations();
        assertThat(all.stream()
                        .filter(each -> Mode.READ_ONLY.allows(each.hints()))
                        .map(each -> each.label().name()))
                .containsExactly("listPets", "getPet");
        assertThat(all.stream()
                        .filter(each -> Mode.NO_DESTROY.allows(each.hints()))
                        .map(each -> each.label().name()))
                .containsExactly("listPets", "addPet", "getPet");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/a/{x} | path   | simple         | false | [\"a\",\"b/c\"]    | /v1/a/a,b%2Fc",
                "/a/{x} | path   | simple         | true  | {\"k\":\"v\",\"l\":1} | /v1/a/k=v,l=1",
                "/a/{x} | path   | simple         | false | {\"k\":\"v\",\"l\":1} | /v1/a/k,v,l,1",
                "/a{x}  | path   | label          | true  | [\"a\",\"b\"]      | /v1/a.a.b",
                "/a{x}  | path   | matrix         | true  | [\"a\",\"b\"]      | /v1/a;x=a;x=b",
                "/a{x}  | path   | matrix         | false | [\"a\",\"b\"]      | /v1/a;x=a,b",
                "/a{x}  | path   | matrix         | true  | {\"k\":\"v\"}      | /v1/a;k=v",
                "/a     | query  | form           | true  | [\"a\",\"b\"]      | /v1/a?x=a&x=b",
                "/a     | query  | form           | true  | {\"k\":\"v&w\"}    | /v1/a?k=v%26w",
                "/a     | query  | form           | false | {\"k\":\"v\"}      | /v1/a?x=k,v",
                "/a     | query  | spaceDelimited | false | [\"a\",\"b c\"]    | /v1/a?x=a%20b%20c",
                "/a     | query  | pipeDelimited  | false | [\"a\",\"b&c\"]    | /v1/a?x=a%7Cb%26c",
                "/a     | query  | deepObject     | true  | {\"k\":\"v\"}      | /v1/a?x%5Bk%5D=v",
            })
    void parameters_are_written_in_each_style(
            String path, String in, String style, boolean explode, String value, String uri) throws IOException {
        String document = """
                {"openapi": "3.0.3", "info": {"title": "x"}, "paths": {"%s": {"get": {"parameters": [
                  {"name": "x", "in": "%s", "required": true, "style": "%s", "explode": %s, "schema": {}}]}}}}""".formatted(path, in, style, explode);
        try (PetShop shop = PetShop.start(0);
                Desk desk = new Desk(read(document), shop.base())) {
            desk.call(read(document).operations().getFirst().label().name(), "{\"x\": " + value + "}");
            assertThat(shop.asked.getFirst().uri()).isEqualTo(uri);
        }
    }

    @Test
    void headers_cookies_forms_and_texts_are_sent() throws IOException {
        String document = """
                {"openapi": "3.0.3", "info": {"title": "x"}, "paths": {"/pets/x": {
                  "parameters": [{"$ref": "#/components/parameters/H"}],
                  "put": {"operationId": "form", "parameters": [{"name": "id", "in": "cookie", "schema": {"type": "string"}},
                      {"name": "Authorization", "in": "header", "schema": {"type": "string"}}],
                    "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object",
                      "required": ["id"], "properties": {"id": {"type": "string"}, "n": {"type": "integer", "nullable": true}}}}}}},
                  "patch": {"operationId": "words", "requestBody": {"content": {"text/csv": {"schema": {"type": "string"}}}}}}},
                 "components": {"parameters": {"H": {"name": "X-H", "in": "header", "schema": {"type": "array"}}}}}""";
        Catalogue read = read(document);
        assertThat(read.notes()).isEmpty();
        try (PetShop shop = PetShop.start(0);
                Desk desk = new Desk(read, shop.base())) {
            desk.call("form", "{\"id\": \"a; b\", \"form_id\": \"x&y\", \"n\": 3, \"X_H\": [\"p\", \"q\"]}");
            PetShop.Asked asked = shop.asked.getFirst();
            assertThat(asked.body()).isEqualTo("id=x%26y&n=3");
            assertThat(asked.headers().get("X-h")).containsExactly("p,q");
            assertThat(asked.headers().get("Cookie")).containsExactly("id=a%3B%20b");
            assertThat(asked.headers().get("Authorization")).containsExactly("Bearer hunter22hunter22");
            desk.call("words", "{\"body\": \"a,b\\n\"}");
            assertThat(shop.asked.get(1).body()).isEqualTo("a,b\n");
            assertThat(shop.asked.get(1).headers().get("Content-type")).containsExactly("text/csv");
            assertThat(Desk.text(desk.call("form", "{\"id\": \"a\"}"))).contains("form_id");
        }
    }

    @Test
    void bodies_of_parts_are_sent() throws IOException {
        String document = """
                {"openapi": "3.0.3", "info": {"title": "x"}, "paths": {"/pets/x": {"post": {"operationId": "upload",
                  "requestBody": {"required": true, "content": {"multipart/form-data": {"schema": {"type": "object",
                    "required": ["photo"], "properties": {
                      "photo": {"type": "string", "format": "binary", "description": "Its picture"},
                      "note": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}},
                      "more": {"type": "object"}}}}}}}}}}""";
        Catalogue read = read(document);
        assertThat(read.notes()).isEmpty();
        JsonNode arguments = read.operations().getFirst().input().tree();
        assertThat(arguments.at("/properties/photo/description").asString()).isEqualTo("Its picture (in Base64)");
        assertThat(arguments.path("required").toString()).isEqualTo("[\"photo\"]");
        try (PetShop shop = PetShop.start(0);
                Desk desk = new Desk(read, shop.base())) {
            String photo = Base64.getEncoder().encodeToString("PNG\r\n--x".getBytes(StandardCharsets.UTF_8));
            desk.call(
                    "upload",
                    "{\"photo\": \"" + photo
                            + "\", \"note\": \"a \\\"b\\\"\\r\\n--\", \"tags\": [\"p\", \"q\"], \"more\": {\"k\": 1}}");
            PetShop.Asked asked = shop.asked.getFirst();
            String type = asked.headers().get("Content-type").getFirst();
            assertThat(type).startsWith("multipart/form-data; boundary=");
            String part = "--" + type.substring(type.indexOf('=') + 1);
            String named = part + "\r\nContent-Disposition: form-data; name=\"";
            assertThat(asked.body())
                    .isEqualTo(named
                            + "photo\"; filename=\"photo\"\r\nContent-Type: application/octet-stream\r\n\r\nPNG\r\n--x\r\n"
                            + named + "note\"\r\n\r\na \"b\"\r\n--\r\n"
                            + named + "tags\"\r\n\r\np\r\n" + named + "tags\"\r\n\r\nq\r\n"
                            + named + "more\"\r\nContent-Type: application/json\r\n\r\n{\"k\":1}\r\n" + part
                            + "--\r\n");
            assertThat(Desk.text(desk.call("upload", "{\"note\": \"x\"}"))).contains("photo");
        }
    }

    @Test
    void what_is_between_parts_is_another_in_each_body() throws IOException {
        Catalogue read = read("""
                {"openapi": "3.0.3", "info": {"title": "x"}, "paths": {"/pets/x": {"post": {"operationId": "upload",
                  "requestBody": {"content": {"multipart/form-data": {"schema": {"type": "object",
                    "properties": {"photo": {"format": "binary"}, "note": {"type": "string"}}}}}}}}}}""");
        try (PetShop shop = PetShop.start(0);
                Desk desk = new Desk(read, shop.base())) {
            desk.call("upload", "{\"note\": \"a\"}");
            String first = boundary(shop.asked.getLast());
            desk.call("upload", "{\"note\": \"" + first + "\"}");
            String second = boundary(shop.asked.getLast());
            assertThat(second).isNotEqualTo(first);
            assertThat(shop.asked.getLast().body())
                    .isEqualTo("--" + second + "\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n" + first
                            + "\r\n--" + second + "--\r\n");
            assertThat(Desk.text(desk.call("upload", "{\"photo\": {\"a\": 1}}")))
                    .contains("The file \"photo\" is given in Base64, as a string");
            desk.call("upload", "{}");
            assertThat(shop.asked).hasSize(3);
            assertThat(shop.asked.getLast().headers()).doesNotContainKey("Content-type");
        }
    }

    private static String boundary(PetShop.Asked asked) {
        String type = asked.headers().get("Content-type").getFirst();
        return type.substring(type.indexOf('=') + 1);
    }

    @Test
    void a_body_of_parts_that_cannot_be_given_is_left_out_where_it_may_be() {
        String document = """
                {"openapi": "3.0.3", "info": {"title": "x"}, "paths": {
                  "/ok": {"get": {"operationId": "ok"}},
                  "/a": {"post": {"operationId": "upload",
                  "parameters": [{"name": "note", "in": "query", "schema": {}}, {"name": "form_note", "in": "query", "schema": {}}],
                  "requestBody": {"required": NEEDED, "content": {"multipart/form-data": {"schema": {"type": "object",
                    "required": ["first"], "properties": {"first": {}, "note": {"type": "string"}}}}}}}}}}""";
        Catalogue optional = read(document.replace("NEEDED", "false"));
        assertThat(names(optional)).containsExactly("ok", "upload");
        JsonNode arguments = optional.operations().getLast().input().tree();
        assertThat(arguments.path("properties").propertyNames()).containsExactly("note", "form_note");
        assertThat(arguments.has("required")).isFalse();
        assertThat(optional.notes())
                .singleElement()
                .asString()
                .contains("POST /a: its body cannot be given: two of its parameters would be called form_note")
                .contains("is left out");
        Catalogue needed = read(document.replace("NEEDED", "true"));
        assertThat(names(needed)).containsExactly("ok");
    }

    @Test
    void what_cannot_be_taken_over_is_left_out_with_a_note() {
        Catalogue read = read("""
                {"openapi": "3.0.3", "info": {"title": "9 Äpfel!"}, "paths": {
                  "/a": {"get": {"parameters": [{"name": "q", "in": "query", "content": {"application/json": {}}}]}},
                  "/b": {"post": {"requestBody": {"required": true, "content": {"multipart/form-data": {}}}}},
                  "/c/{id}": {"get": {}},
                  "/d": {"get": {"operationId": "same"}, "delete": {"operationId": "same"}},
                  "/e?f=g": {"get": {}},
                  "/g": {"$ref": "https://elsewhere.example/x.json"}}}""");
        assertThat(names(read)).containsExactly("get_a", "same", "delete_d");
        assertThat(read.notes())
                .anySatisfy(note ->
                        assertThat(note).contains("GET /a: the parameter \"q\"").contains("is left out"))
                .anySatisfy(
                        note -> assertThat(note).contains("POST /b is left out: its body has no type that is known"))
                .anySatisfy(note -> assertThat(note).contains("GET /c/{id} is left out: There is no argument \"id\""))
                .anySatisfy(note -> assertThat(note).contains("GET /e?f=g is left out"))
                .anySatisfy(note -> assertThat(note).contains("/g is left out: it refers to what is not"));
        assertThat(read.name()).isEqualTo("pfel");
    }

    @Test
    void schemas_that_refer_to_themselves_have_an_end() {
        StringBuilder schemas = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            String next = "{\"$ref\": \"#/components/schemas/S" + (i + 1) % 30 + "\"}";
            schemas.append(i == 0 ? "" : ",")
                    .append("\"S")
                    .append(i)
                    .append("\": {\"type\": \"object\", \"exclusiveMinimum\": true, \"properties\": {");
            for (int j = 0; j < 10; j++) {
                schemas.append(j == 0 ? "" : ",")
                        .append("\"p")
                        .append(j)
                        .append("\": ")
                        .append(next);
            }
            schemas.append("}}");
        }
        Catalogue read = read(
                "{\"openapi\": \"3.0.0\", \"paths\": {\"/a\": {\"post\": {\"requestBody\": {\"content\": {\"application/json\":"
                        + " {\"schema\": {\"$ref\": \"#/components/schemas/S0\"}}}}}}}, \"components\": {\"schemas\": {"
                        + schemas + "}}}");
        assertThat(JsonCodec.bytes(read.operations().getFirst().input().tree())).hasSizeLessThan(200_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"swagger\": \"2.0\"}                       | convert it from Swagger 2.0",
                "{\"openapi\": \"4.0\"}                       | no OpenAPI document of version 3.0 or 3.1",
                "{\"openapi\": \"3.0.0\", \"paths\": {}}      | 0 operations are no list of tools",
                "{\"openapi\"                                 | JSON",
                "a: [                                         | no YAML",
                "just words                                   | no OpenAPI document",
            })
    void what_is_no_document_is_refused(String file, String words) {
        assertThatThrownBy(() -> read(file)).isInstanceOf(BadCatalogue.class).hasMessageContaining(words);
    }

    @FuzzTest(maxDuration = "20s")
    void any_file_is_read_or_refused(byte[] bytes) {
        try {
            OpenApiReader.read(bytes, List.of());
        } catch (BadCatalogue refused) {
            assertThat(refused).message().isNotBlank();
        }
    }

    private static Catalogue read(String document) {
        return OpenApiReader.read(document.getBytes(StandardCharsets.UTF_8), List.of());
    }

    private static List<String> names(Catalogue catalogue) {
        return catalogue.operations().stream().map(each -> each.label().name()).toList();
    }
}

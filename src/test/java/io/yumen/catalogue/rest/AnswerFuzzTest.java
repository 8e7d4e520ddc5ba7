package io.yumen.catalogue.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.catalogue.Impostor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import tools.jackson.databind.JsonNode;

/** Whatever a system answers, each kind of tool tells something, or says what is wrong. */
final class AnswerFuzzTest {
    private static final List<String> TYPES =
            List.of("application/json", "text/plain", "text/html; charset=x", "\u00e9/");

    private static Impostor impostor;
    private static Desk desk;

    @BeforeAll
    static void start() throws Exception {
        impostor = Impostor.start();
        // A fuzzer runs in a folder of its own.
        Path classes = Path.of(AnswerFuzzTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        byte[] pets = Files.readAllBytes(classes.resolve("../../examples/described/pets.json"));
        desk = new Desk(CatalogueReader.read(pets), impostor.base());
    }

    @AfterAll
    static void stop() {
        desk.close();
        impostor.close();
    }

    /** The first byte chooses the type, the rest is what was answered. */
    @FuzzTest(maxDuration = "20s")
    void any_answer_is_told_or_refused(byte[] bytes) {
        int first = bytes.length == 0 ? 0 : Byte.toUnsignedInt(bytes[0]);
        byte[] body = bytes.length == 0 ? bytes : Arrays.copyOfRange(bytes, 1, bytes.length);
        impostor.always(new Impostor.Answer.Whole(200, Map.of("Content-Type", TYPES.get(first % TYPES.size())), body));
        for (String call : List.of(
                "get_pet {\"id\": \"p1\"}", "opening_hours {}", "add_pet {\"name\": \"x\", \"species\": \"cat\"}")) {
            String[] parts = call.split(" ", 2);
            JsonNode answer = desk.call(parts[0], parts[1]);
            assertThat(Desk.text(answer)).as(call).isNotEmpty();
            assertThat(answer.path("isError").asBoolean(false)
                            || answer.path("structuredContent").isObject())
                    .as("%s: %s", call, answer)
                    .isTrue();
        }
        JsonNode list = desk.call("list_pets", "{\"count_only\": " + (first % 2 == 0) + "}");
        assertThat(Desk.text(list)).isNotEmpty();
    }
}

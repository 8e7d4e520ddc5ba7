package io.yumen.service.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.service.Mode;
import io.yumen.service.Service;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The service that {@code docs/write-a-service.md} shows compiles as it stands there, and does what the page says. */
final class WriteAServiceTest {
    private static final int MOST_LINES = 99;

    @TempDir
    Path folder;

    private URLClassLoader loader;

    @BeforeEach
    void compile() throws Exception {
        Path source = folder.resolve("NotesService.java");
        Files.writeString(source, shown());
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-parameters",
                        "-Xlint:all,-exports,-requires-automatic",
                        "-Werror",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(errors).as("javac").isZero();
        loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }

    @AfterEach
    void close() throws Exception {
        loader.close();
    }

    private static String shown() throws Exception {
        Matcher block =
                Pattern.compile("(?s)```java\n(.*?)```").matcher(Files.readString(Path.of("docs/write-a-service.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private ServiceHandler handler(Mode mode) throws Exception {
        Service service = (Service) loader.loadClass("io.yumen.service.notes.NotesService")
                .getConstructor()
                .newInstance();
        return ServiceHandler.start(service, mode, ServiceLimits.DEFAULT, Sealer.ephemeral(), InstantSource.system());
    }

    private static List<String> tools(Asker asker) {
        return asker.send("tools/list", "{}")
                .get("tools")
                .valueStream()
                .map(tool -> tool.get("name").asString())
                .toList();
    }

    @Test
    void it_is_shorter_than_a_hundred_lines() throws Exception {
        assertThat(shown().lines().count()).isLessThanOrEqualTo(MOST_LINES);
    }

    @Test
    void each_tool_does_what_the_page_says() throws Exception {
        try (ServiceHandler handler = handler(Mode.FULL)) {
            Asker asker = new Asker(handler);
            assertThat(tools(asker)).containsExactly("note_list", "note_add", "note_delete");
            ObjectNode added = asker.call("note_add", "{\"text\": \"buy tea\"}");
            assertThat(added.at("/structuredContent/number").asInt()).isEqualTo(1);
            asker.call("note_add", "{\"text\": \"sell tea\"}");

            ObjectNode found = asker.call("note_list", "{}");
            assertThat(found.at("/structuredContent/notes").size()).isEqualTo(2);
            assertThat(new Asker(handler)
                            .as("somebody else")
                            .call("note_list", "{}")
                            .at("/structuredContent/notes")
                            .size())
                    .isZero();

            assertThat(asker.call("note_delete", "{\"number\": 1}")
                            .path("isError")
                            .asBoolean(false))
                    .isFalse();
            ObjectNode again = asker.call("note_delete", "{\"number\": 1}");
            assertThat(again.get("isError").asBoolean()).isTrue();
            assertThat(again.at("/content/0/text").asString()).contains("note_list says which there are");
        }
    }

    @Test
    void the_prompt_speaks_of_the_word() throws Exception {
        try (ServiceHandler handler = handler(Mode.READ_ONLY)) {
            ObjectNode prompt = new Asker(handler)
                    .send("prompts/get", "{\"name\": \"tidy_notes\", \"arguments\": {\"about\": \"tea\"}}");
            assertThat(prompt.at("/messages/0/content/text").asString()).contains("note_list", "tea");
        }
    }

    @Test
    void the_mode_decides_what_it_offers() throws Exception {
        try (ServiceHandler looks = handler(Mode.READ_ONLY);
                ServiceHandler adds = handler(Mode.NO_DESTROY)) {
            assertThat(tools(new Asker(looks))).containsExactly("note_list");
            assertThat(tools(new Asker(adds))).containsExactly("note_list", "note_add");
            assertThatThrownBy(() -> new Asker(looks).call("note_add", "{\"text\": \"no\"}"))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("note_add");
        }
    }

    @Test
    void arguments_that_do_not_fit_never_reach_it() throws Exception {
        try (ServiceHandler handler = handler(Mode.FULL)) {
            ObjectNode refused = new Asker(handler).call("note_delete", "{\"number\": 0}");
            assertThat(refused.get("isError").asBoolean()).isTrue();
            assertThat(refused.at("/content/0/text").asString()).contains("number");
        }
    }
}

package io.yumen.config.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.config.GatewaySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ConfigEditorTest {
    private static final String TEXT = """
            { // mine
              "mcpServers": {
                "a": {"command": "one"}, // first
                "b": {"command": "two", "disabled": true},
                "c": {"url": "http://h/"}
              },
              "log": {"level": "warn"}
            }
            """;

    @TempDir
    Path directory;

    private Path file;
    private ConfigEditor editor;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("mcp.json"), TEXT);
        editor = new ConfigEditor(file, Map.of());
    }

    @Test
    void nobody_can_read_a_changed_file_or_its_copy_who_could_not_before() throws IOException {
        Set<PosixFilePermission> ours = PosixFilePermissions.fromString("rw-------");
        Files.setPosixFilePermissions(file, ours);
        editor.add("d", entry());

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(ours);
        assertThat(Files.getPosixFilePermissions(directory.resolve("mcp.json.bak")))
                .isEqualTo(ours);
    }

    @Test
    void a_server_is_added_and_comments_stay() throws IOException {
        editor.add("new \"one\"".replace("\"", ""), entry());

        assertThat(Files.readString(file))
                .isEqualTo(TEXT.replace(
                        "\"c\": {\"url\": \"http://h/\"}",
                        "\"c\": {\"url\": \"http://h/\"},\n    \"new one\": {\"command\":\"three\"}"));
        assertThat(Files.readString(directory.resolve("mcp.json.bak"))).isEqualTo(TEXT);
    }

    @Test
    void the_first_a_middle_and_the_last_server_can_be_removed() throws IOException {
        editor.remove("b");
        assertThat(servers()).containsExactly("a", "c");
        editor.remove("c");
        assertThat(servers()).containsExactly("a");
        editor.remove("a");
        assertThat(servers()).isEmpty();
        editor.add("z", entry());
        assertThat(servers()).containsExactly("z");
        assertThat(Files.readString(file)).contains("// mine").contains("\"level\": \"warn\"");
    }

    @Test
    void the_first_of_several_is_removed_with_its_comma() throws IOException {
        editor.remove("a");

        assertThat(servers()).containsExactly("b", "c");
    }

    @Test
    void a_server_is_left_out_and_taken_in_again() {
        editor.disable("a");
        editor.enable("b");
        assertThat(load().enabledServers()).containsOnlyKeys("b", "c");
        editor.enable("a");
        assertThat(load().enabledServers()).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void a_file_that_is_not_there_is_made() {
        Path fresh = directory.resolve("sub/new.json");
        new ConfigEditor(fresh, Map.of()).add("z", entry());

        assertThat(new ConfigFile(Map.of()).load(fresh).settings().mcpServers()).containsOnlyKeys("z");
    }

    @Test
    void what_would_make_the_file_invalid_is_refused_and_changes_nothing() throws IOException {
        assertThatThrownBy(() -> editor.add("a", entry())).hasMessageContaining("already");
        assertThatThrownBy(() -> editor.remove("x")).hasMessageContaining("There is no server \"x\"");
        assertThatThrownBy(() -> editor.add("q", JsonNodeFactory.instance.objectNode()))
                .hasMessageContaining("Nothing says how this server is reached");
        assertThat(Files.readString(file)).isEqualTo(TEXT);
    }

    private Iterable<String> servers() {
        return load().mcpServers().keySet();
    }

    private GatewaySettings load() {
        return new ConfigFile(Map.of()).load(file).settings();
    }

    private static ObjectNode entry() {
        return JsonNodeFactory.instance.objectNode().put("command", "three");
    }
}

package io.yumen.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.process.OwnPlaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes of servers do not reach, and what they do. */
class SecludedTest {
    @Test
    void the_bus_of_the_session_and_what_starts_programs_there_is_the_users_alone() {
        assertThat(Secluded.sessionPlaces(Map.of(
                        "XDG_RUNTIME_DIR", "/run/user/77",
                        "DBUS_SESSION_BUS_ADDRESS", "unix:path=/tmp/dbus-1,guid=ab;unix:path=/tmp/dbus-2")))
                .contains(
                        Path.of("/run/user/77/bus"),
                        Path.of("/run/user/77/systemd"),
                        Path.of("/tmp/dbus-1"),
                        Path.of("/tmp/dbus-2"));
        assertThat(Secluded.sessionPlaces(
                        Map.of("XDG_RUNTIME_DIR", "relative", "DBUS_SESSION_BUS_ADDRESS", "unix:abstract=x")))
                .allMatch(place -> place.startsWith("/run/user"))
                .hasSize(2);
    }

    @Test
    void the_key_that_a_service_shows_to_its_system_is_no_servers_to_see(@TempDir Path folder) {
        GatewaySettings settings = ConfigFile.parse("""
                {"mcpServers": {"metrics": {"service": "prometheus", "url": "https://127.0.0.1:1",
                   "tls": {"certFile": "%1$s/own.crt", "keyFile": "%1$s/own.key"}}}}""".formatted(folder));
        assertThat(Secluded.places(settings).folders()).contains(folder.resolve("own.key"));
    }

    @Test
    void a_configuration_that_servers_can_change_is_told(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("yumen.json"), """
                {"state": "%1$s/state", "mcpServers": {
                   "open": {"command": "cat", "isolation": "none"},
                   "closed": {"command": "cat", "isolation": "files"},
                   "own": {"service": "everything"}}}""".formatted(folder));
        GatewaySettings settings = ConfigFile.parse(Files.readString(file));
        OwnPlaces own = OwnPlaces.NONE.withConfiguration(file);
        try (Core core = Core.start(settings, own)) {
            assertThat(core.intruders(own))
                    .hasValueSatisfying(why -> assertThat(why)
                            .startsWith("processes of open can change " + file + ", which says what the gateway runs"));
            assertThat(core.intruders(OwnPlaces.NONE)).isEmpty();
        }
    }
}

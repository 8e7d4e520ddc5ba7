package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests under names that are not the gateway's, as pages send them whose name was bound to its address. */
class ForeignNamesTest {
    private static final List<String> NAMES = List.of(
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "evil.example@127.0.0.1",
            "localhost.",
            "127.1",
            "2130706433",
            "[::ffff:127.0.0.1]",
            "0.0.0.0",
            "");

    @TempDir
    private Path folder;

    @Test
    void no_door_opens_under_a_foreign_name_or_for_a_foreign_page_not_even_with_a_good_key() throws IOException {
        try (Locked gateway = Locked.start(folder, "{}")) {
            String key = "X-API-Key: " + gateway.key("ann", "[\"admin\"]");
            int tried = 0;
            for (Door door : Door.all().toList()) {
                List<String> headers = new ArrayList<>(door.headers());
                headers.add(key);
                for (String name : NAMES) {
                    assertThat(RawHttp.send(gateway.endpoint(), name, door.line(), headers, door.body())
                                    .status())
                            .as("%s under \"%s\"", door.line(), name)
                            .isIn(400, 403);
                    tried++;
                }
                headers.add("Origin: http://evil.example:" + gateway.endpoint().getPort());
                assertThat(RawHttp.send(gateway.endpoint(), door.line(), headers, door.body())
                                .status())
                        .as("%s for a foreign page", door.line())
                        .isEqualTo(403);
                tried++;
            }
            assertThat(gateway.metrics()).doesNotContain("mcp_requests_total{");
            assertThat(gateway.recorded("refusal"))
                    .as("each that is HTTP is recorded")
                    .hasSizeGreaterThanOrEqualTo(tried / 2);
        }
    }
}

package io.yumen.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whatever path operators' programs ask for, it is one of a route or none. */
class PathTemplateFuzzTest {
    private static final List<PathTemplate> ROUTES = List.of(
            new PathTemplate("/api/v1/keys"),
            new PathTemplate("/api/v1/keys/{key}/rotate"),
            new PathTemplate("/api/v1/pins/{server}/{kind}/{name}"));

    @FuzzTest(maxDuration = "60s")
    void any_path_is_of_a_route_or_of_none(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String path : List.of(text, "/api/v1/keys/" + text, "/api/v1/keys/" + text + "/rotate")) {
            for (PathTemplate route : ROUTES) {
                route.match(path)
                        .ifPresent(values -> assertThat(values.keySet()).containsExactlyElementsOf(route.variables()));
            }
        }
        assertThat(ROUTES.getFirst().match("/api/v1/keys/" + text)).isEmpty();
    }

    @FuzzTest(maxDuration = "60s")
    void any_name_comes_out_as_it_was_written(byte[] bytes) {
        String name = new String(bytes, StandardCharsets.UTF_8);
        if (name.isEmpty()) {
            return;
        }
        String written = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");

        assertThat(ROUTES.get(1).match("/api/v1/keys/" + written + "/rotate"))
                .hasValueSatisfying(values -> assertThat(values).containsEntry("key", name));
    }
}

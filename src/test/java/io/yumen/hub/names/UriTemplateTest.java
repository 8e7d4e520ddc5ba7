package io.yumen.hub.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UriTemplateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "test://template/{id}/data test://template/42/data true",
                "test://template/{id}/data test://template//data false",
                "test://template/{id}/data test://template/4/2/data false",
                "test://template/{id}/data test://template/42/data/more false",
                "file:///{+path} file:///a/b/c.txt true",
                "file:///{path} file:///a/b/c.txt false",
                "db://{table}{?limit,offset} db://users true",
                "db://{table}{?limit,offset} db://users?limit=1&offset=2 true",
                "db://{table}{?limit,offset} db://users/more false",
                "x:{a}-{b} x:1-2-3 true",
                "x:{/path*} x:/a/b/c true",
                "x:{/path} x:/a/b false",
                "doc{#part} doc#here true",
                "doc{.format} doc.json true",
                "a{b a{b true",
                "{+any} anything:goes/here true",
                "plain:uri plain:uri true",
                "plain:uri plain:urix false"
            })
    void a_uri_fits_a_template_or_does_not(String template, String uri, boolean fits) {
        assertThat(new UriTemplate(template).matches(uri)).isEqualTo(fits);
    }

    @Test
    void a_template_made_to_cost_time_costs_none() {
        UriTemplate template = new UriTemplate("x:" + "{+a}b".repeat(200));
        String uri = "x:" + "ab".repeat(4_000) + "c";
        Assertions.assertTimeout(
                Duration.ofSeconds(5), () -> assertThat(template.matches(uri)).isFalse());
    }
}

package io.yumen.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class UriTemplateTest {
    private final UriTemplate template = new UriTemplate("test://a.b/{id}/data/{part}");

    @Test
    void variables_are_read_and_decoded() {
        assertThat(template.match("test://a.b/1%2F2/data/x+y%20z")).contains(Map.of("id", "1/2", "part", "x+y z"));
    }

    @Test
    void a_variable_with_a_plus_is_anything_as_it_is_written() {
        UriTemplate page = new UriTemplate("docs://{host}/{+path}");
        assertThat(page.match("docs://a%2Eb/c/d%20e.html#f?g"))
                .contains(Map.of("host", "a.b", "path", "c/d%20e.html#f?g"));
        assertThat(page.match("docs://a.b/")).isEmpty();
        assertThat(page.match("docs:///c")).isEmpty();
    }

    @Test
    void what_is_not_of_the_template_does_not_match() {
        assertThat(template.match("test://aXb/1/data/2")).isEmpty();
        assertThat(template.match("test://a.b/1/2/data/3")).isEmpty();
        assertThat(template.match("test://a.b//data/3")).isEmpty();
        assertThat(template.match("test://a.b/1/data/2?x")).isEmpty();
        assertThat(template.match("test://a.b/%zz/data/2")).isEmpty();
    }
}

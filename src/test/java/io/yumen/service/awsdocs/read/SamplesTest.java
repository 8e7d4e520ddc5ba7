package io.yumen.service.awsdocs.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.service.awsdocs.read.Samples.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The listings of a page alone. */
class SamplesTest {
    private static final String PAGE = "<h2 id=a>A</h2><pre><code class=language-javascript>one</code></pre>"
            + "<ul><li>x<pre><code class=bash>two</code></pre></ul>"
            + "<awsdocs-tabs><dl><dt>Python (Boto3)<dd><pre>three</pre><dt>SDK for Go V2<dd><pre>four</pre>"
            + "<dt>C++<dd><pre><code class=cpp>five</code></pre></dl></awsdocs-tabs>"
            + "<table><tr><td><pre><code class=yaml>six</code></pre></table>"
            + "<h3 id=b>B</h3><awsui-expandable-section title=Terraform><pre>seven</pre></awsui-expandable-section>";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JS | one",
                "shell | two",
                "python | three",
                "go | four",
                "c++ | five",
                "yml | six",
                "hcl | seven",
                "cobol |",
                "'' | one two three four five six seven"
            })
    void listings_are_found_by_the_language_that_they_or_their_tabs_name(String language, String found) {
        Samples samples = Samples.of(Gates.of(PAGE), Gates.URL, language);
        assertThat(String.join(" ", samples.samples().stream().map(Sample::text).toList()))
                .isEqualTo(found == null ? "" : found);
        assertThat(samples.more()).isZero();
    }

    @Test
    void a_listing_says_where_it_stands() {
        Samples samples = Samples.of(Gates.of(PAGE), Gates.URL, "");
        assertThat(samples.samples().get(2))
                .isEqualTo(new Sample("", List.of("A"), "Python (Boto3)", Gates.URL + "#a", "three"));
        assertThat(samples.samples().getLast().path()).containsExactly("A", "B");
        assertThat(samples.samples().getLast().within()).isEqualTo("Terraform");
        assertThat(samples.samples().getLast().url()).isEqualTo(Gates.URL + "#b");
    }

    @Test
    void more_than_is_told_at_once_is_counted() {
        Samples many = Samples.of(Gates.of("<pre>x</pre>".repeat(103)), Gates.URL, "");
        assertThat(many.samples()).hasSize(100);
        assertThat(many.more()).isEqualTo(3);
        Samples large = Samples.of(Gates.of("<pre>" + "x".repeat(150_000) + "</pre><pre>y</pre>"), Gates.URL, "");
        assertThat(large.samples()).hasSize(1);
        assertThat(large.more()).isEqualTo(1);
        assertThat(Samples.of(Gates.of("words"), Gates.URL, "").samples()).isEmpty();
    }
}

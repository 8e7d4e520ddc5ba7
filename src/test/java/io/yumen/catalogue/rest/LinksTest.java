package io.yumen.catalogue.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.catalogue.Parameters;
import io.yumen.service.ToolFailure;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of an address of a next page its query is taken, however services write it. */
final class LinksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<https://a.example/x?page=2>; rel=\"next\" | https://a.example/x?page=2",
                "<https://a.example/x?a=1,2>; rel=next, <y>; rel=last | https://a.example/x?a=1,2",
                "<x>; rel=prev, <y>;REL = \"last Next\" | y",
                "<x>; title=\"a, <no>; rel=next\"; rel=first, <y>; rel=next | y",
                "<x>; rel=prev; rel=next | ",
                "<x>; rel=nextpage | ",
                "x; rel=next | ",
                "<> ;rel=next | ``",
            })
    void the_next_page_is_found(String header, String address) {
        assertThat(Links.next(List.of("<z>; rel=up", header))).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({"https://a/x?p=2#f, p=2", "?p=2, p=2", "https://a/x, ''", "https://a/x#a?p=2, ''", "'', ''"})
    void of_an_address_its_query_is_taken(String address, String query) {
        assertThat(Links.query(address)).isEqualTo(query);
    }

    @Test
    void parameters_keep_their_values_and_order() {
        assertThat(Links.parameters("b=1&a=x%26y&b=2&c&d=+"))
                .isEqualTo(Map.of("b", List.of("1", "2"), "a", List.of("x&y"), "c", List.of(""), "d", List.of(" ")));
        assertThatThrownBy(() -> Links.parameters("a=%zz")).isInstanceOf(ToolFailure.class);
    }

    @Test
    void what_was_encoded_is_read_as_it_was() {
        Random random = new Random(5);
        for (int round = 0; round < 1_000; round++) {
            Map<String, List<String>> given = new LinkedHashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                given.put(i + word(random), List.of(word(random), word(random)));
            }
            Parameters parameters = new Parameters();
            given.forEach(parameters::put);
            assertThat(Links.parameters(parameters.toString())).isEqualTo(given);
        }
    }

    private static String word(Random random) {
        return random.ints(random.nextInt(6), 0, 0x250)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @FuzzTest(maxDuration = "20s")
    void whatever_a_header_says_is_read_or_refused(byte[] bytes) {
        String header = new String(bytes, StandardCharsets.UTF_8);
        String address = Links.next(List.of(header));
        try {
            Links.parameters(Links.query(address == null ? header : address));
        } catch (ToolFailure e) {
            assertThat(e.getMessage()).contains("its query is not encoded");
        }
    }
}

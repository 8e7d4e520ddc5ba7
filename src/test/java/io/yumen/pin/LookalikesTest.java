package io.yumen.pin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that look alike. */
class LookalikesTest {
    @ParameterizedTest
    @CsvSource({
        "read_file, re\u0430d_file",
        "send_email, s\u0435nd_em\u0430il",
        "list_pods, 1ist_pods",
        "login, l0gin",
        "commit, cornmit",
        "search, \uff53earch",
        "read_file, r\u00e9ad_file",
        "create, cr\u03b5ate",
        "scope, \u0455\u0441\u043e\u0440\u0435"
    })
    void a_name_that_looks_like_another_has_the_same_look_and_is_another(String one, String other) {
        assertThat(Lookalikes.look(other)).isEqualTo(Lookalikes.look(one));
    }

    @ParameterizedTest
    @CsvSource({"read_file, readFile", "list-pods, list_pods", "GetUser, get_user"})
    void case_and_what_parts_words_make_no_other_name(String one, String other) {
        assertThat(Lookalikes.plain(other)).isEqualTo(Lookalikes.plain(one));
    }

    @ParameterizedTest
    @CsvSource({"read_file, write_file", "get_pod, get_pods", "search, research", "list, fist"})
    void other_names_look_otherwise(String one, String other) {
        assertThat(Lookalikes.look(other)).isNotEqualTo(Lookalikes.look(one));
    }

    @ParameterizedTest
    @ValueSource(strings = {"re\u0430d", "\u0430dmin", "p\u03bfst"})
    void letters_of_two_alphabets_are_mixed(String name) {
        assertThat(Lookalikes.isMixed(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"read_file", "чтение_файла", "读取文件", "ファイル_read", "ανάγνωση"})
    void a_name_of_one_alphabet_is_not(String name) {
        assertThat(Lookalikes.isMixed(name)).isFalse();
    }
}

package io.yumen;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.tidy.ArchitecturePage;
import io.yumen.tidy.Complexity;
import io.yumen.tidy.Construction;
import io.yumen.tidy.Cycles;
import io.yumen.tidy.Ladder;
import io.yumen.tidy.Rule;
import io.yumen.tidy.Shapes;
import io.yumen.tidy.Signatures;
import io.yumen.tidy.Sizes;
import io.yumen.tidy.Source;
import io.yumen.tidy.Sources;
import io.yumen.tidy.ThirdParty;
import io.yumen.tidy.Violation;
import io.yumen.tidy.Wires;
import io.yumen.tidy.Words;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds over our own sources what a machine can hold. The rules, with their tables, are in {@code io.yumen.tidy}. */
final class TidyTest {
    private static final List<Source> SOURCES = Sources.ofRepository();

    @Test
    void packages_import_only_what_stands_below_them() {
        holds(new Ladder());
    }

    @Test
    void the_page_on_the_architecture_shows_every_package_in_its_row() {
        assertThat(ArchitecturePage.rooms()).isEqualTo(ArchitecturePage.built(SOURCES));
    }

    @Test
    void packages_form_no_cycle() {
        holds(new Cycles());
    }

    @Test
    void third_party_types_stay_in_their_package() {
        holds(new ThirdParty());
    }

    @Test
    void bodies_files_and_packages_are_small() {
        holds(new Sizes());
    }

    @Test
    void methods_are_simple() {
        holds(new Complexity());
    }

    @Test
    void signatures_explain_themselves() {
        holds(new Signatures());
    }

    @Test
    void packages_are_described_classes_are_final_and_statics_constant() {
        holds(new Shapes());
    }

    @Test
    void nothing_banned_is_written() {
        holds(new Words());
    }

    @Test
    void guarded_types_are_made_where_they_are_wrapped() {
        holds(new Construction());
    }

    @Test
    void a_wire_and_a_revision_have_one_place_each() {
        holds(new Wires());
    }

    @Test
    void guarded_types_exist() {
        assertThat(Construction.unknown(SOURCES)).isEmpty();
    }

    private static void holds(Rule rule) {
        assertThat(rule.check(SOURCES).stream().map(Violation::toString).collect(joining("\n")))
                .isEmpty();
    }
}

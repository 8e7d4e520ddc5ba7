package io.yumen.service.awsdocs.markdown;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever comes as a page is a document, or refused; its text has no other words, and is read as the same tables. */
class PagesFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void any_html_is_a_document(byte[] bytes) {
        Shown.check(() -> Figures.html(new String(bytes, StandardCharsets.UTF_8)));
    }

    @FuzzTest(maxDuration = "20s")
    void any_html_of_a_table_keeps_its_cells(byte[] bytes) {
        Shown.check(() -> Figures.html("<table><tr><td>" + new String(bytes, StandardCharsets.UTF_8)));
    }

    @FuzzTest(maxDuration = "20s")
    void any_markdown_is_a_document(byte[] bytes) {
        Shown.check(() -> Figures.markdown(new String(bytes, StandardCharsets.UTF_8)));
    }

    @Test
    void the_figures_hold_what_any_page_holds() {
        for (String figure :
                List.of("spans", "cells", "heads", "tabs", "callouts", "lists", "terms", "code", "words")) {
            Shown.check(() -> Figures.html(Figures.whole(figure)));
            Shown.check(() -> Figures.markdown(Figures.text("figures/" + figure + ".md")));
        }
    }
}

package io.yumen.service.awsdocs.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.service.awsdocs.markdown.Figures;
import io.yumen.service.awsdocs.page.Document;

/** Any page is shown in pieces that are the page, and searched without harm. */
class ReadFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void any_page_is_shown(FuzzedDataProvider data) {
        int length = data.consumeInt(1, 300);
        String words = data.consumeString(20);
        Document page = Figures.written(Figures.markdown(data.consumeRemainingAsString()));
        Cuts cuts = new Cuts(page);
        int total = page.text().length();
        StringBuilder whole = new StringBuilder();
        for (int start = 0; start < total; ) {
            assertThat(cuts.start(start, length)).isEqualTo(start);
            int end = cuts.end(start, length, total);
            whole.append(page.text(), start, end);
            start = end;
        }
        assertThat(whole.toString()).isEqualTo(page.text());
        assertThat(OfficialText.read(page, Gates.URL, Slice.FIRST)).startsWith("AWS Documentation from ");
        assertThat(Comparison.of(page, page, Gates.URL).changes()).isEmpty();
        assertThat(Samples.of(page, Gates.URL, words).more()).isNotNegative();
        if (!words.isBlank()) {
            assertThat(TableSearch.of(page, Gates.URL, TableQuery.of(null, words, null))
                            .searched())
                    .isNotNegative();
        }
    }
}

package io.yumen.service.awsdocs.upstream;

import static io.yumen.service.awsdocs.upstream.Simulator.page;
import static io.yumen.service.awsdocs.upstream.Simulator.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Cancellation;
import io.yumen.service.awsdocs.upstream.told.Contents;
import io.yumen.service.awsdocs.upstream.told.PageList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stands beside the pages of a guide. */
class GuideFilesTest extends SitesTest {
    private static final String ROOT = "https://docs.aws.amazon.com/";

    @Test
    void a_guide_has_a_table_of_contents() throws Exception {
        Fetched.Found found = file(GuideFile.CONTENTS, GUIDE + "berths.html#quotas");

        assertThat(found.address()).isEqualTo(GUIDE + "toc-contents.json");
        assertThat(found.form()).isEqualTo(Form.JSON);
        Contents contents = Contents.of(found.text(), found.address());
        assertThat(contents.entries())
                .extracting(Contents.Entry::title)
                .containsExactly("What is Harbor?", "Getting started", "Using Harbor", "Troubleshooting");
        assertThat(contents.entries().get(2).all().map(Contents.Entry::title))
                .containsExactly("Using Harbor", "Berths and their quotas", "Security", "Actions");
        assertThat(contents.entries().get(2).children().getFirst().url()).contains(GUIDE + "berths.html#quotas");
    }

    @Test
    void a_guide_lists_its_pages_and_a_site_its_guides() throws Exception {
        Fetched.Found guides = file(GuideFile.PAGES, ROOT);
        assertThat(PageList.of(guides.text(), guides.address()).entries())
                .extracting(PageList.Entry::url)
                .contains(GUIDE + "llms.txt");

        Fetched.Found pages = file(GuideFile.PAGES, GUIDE);
        PageList list = PageList.of(pages.text(), pages.address());
        assertThat(list.title()).isEqualTo("Harbor Guide");
        assertThat(list.summary()).isEqualTo("What Harbor is and how to use it.");
        assertThat(list.entries())
                .contains(new PageList.Entry(
                        List.of("Using Harbor", "Security"),
                        "Actions, resources and condition keys of Harbor",
                        GUIDE + "permissions.md",
                        "Who may do what."));
        assertThat(list.entries().getLast().headings()).containsExactly("Troubleshooting");
    }

    @Test
    void china_lists_its_services() throws Exception {
        Fetched.Found found = file(GuideFile.CONTENTS, AwsSites.CHINA_SERVICES);

        assertThat(Contents.of(found.text(), found.address()).services())
                .containsExactly(new Contents.Entry(
                        "Harbor",
                        Optional.of("https://docs.amazonaws.cn/en_us/harbor/latest/guide/welcome.html"),
                        List.of()));
    }

    @Test
    void what_is_had_is_asked_for_only_if_it_has_changed() throws Exception {
        Fetched.Found had = file(GuideFile.CONTENTS, GUIDE);

        Fetched again = sites.guide(GuideFile.CONTENTS, GUIDE, Optional.of(known(had)), new Cancellation());

        assertThat(again).isEqualTo(new Fetched.Unchanged(had.freshness()));
    }

    @Test
    void a_file_that_is_not_there_is_missing() throws Exception {
        String url = GUIDE + "toc-contents.json";
        simulator.on(url, status(403), page("text/html", "<!DOCTYPE html><p>Harbor"));

        assertThat(sites.guide(GuideFile.CONTENTS, GUIDE, Optional.empty(), new Cancellation()))
                .isEqualTo(new Fetched.Missing(403, "there is no toc-contents.json at " + url));
        assertThat(sites.guide(GuideFile.CONTENTS, GUIDE, Optional.empty(), new Cancellation()))
                .isEqualTo(new Fetched.Missing(
                        200, "there is no toc-contents.json at " + url + "; a page was served in its place"));
    }

    @Test
    void a_table_that_is_no_json_is_a_failure() {
        simulator.on(GUIDE + "toc-contents.json", page("application/json", "{\"contents\": [{]}"));

        assertThatThrownBy(() -> file(GuideFile.CONTENTS, GUIDE))
                .isInstanceOf(UpstreamFailed.class)
                .hasMessageStartingWith("Failed to fetch " + GUIDE + "toc-contents.json: the answer is no JSON: ");
    }

    private Fetched.Found file(GuideFile file, String address) throws UpstreamFailed {
        return (Fetched.Found) sites.guide(file, address, Optional.empty(), new Cancellation());
    }
}

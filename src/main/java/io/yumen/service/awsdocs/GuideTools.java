package io.yumen.service.awsdocs;

import io.yumen.schema.Doc;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import io.yumen.service.awsdocs.upstream.Site;
import io.yumen.service.awsdocs.upstream.told.Contents;
import io.yumen.service.awsdocs.upstream.told.PageList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tools that tell what there is to read: guides, and what a guide has in it. */
final class GuideTools {
    /** Of more pages of a guide, the last are left out. */
    private static final int MOST_ENTRIES = 1_000;

    private final Catalog catalog;

    GuideTools(Catalog catalog) {
        this.catalog = catalog;
    }

    record Guide(
            @Doc(value = "URL of any page of the guide, or of its folder", max = 2_048)
            String url) {}

    record Guides(
            @Nullable @Doc(value = "Only those with these words in title or description", max = 500)
            String query,

            @Doc(value = "Guides at most", min = 1, max = 500, fallback = "50")
            int limit) {}

    record Toc(
            @Doc("The pages in order, each before those below it")
            List<Entry> pages,

            @Doc("How many pages are left out") int more) {}

    record Entry(
            @Doc("1 for the outermost") int level,
            @Doc("Its title") String title,

            @Nullable @Doc("Its address; none where it only holds others")
            String url) {}

    record GuideList(
            @Doc("Guides that match") List<Found> guides,
            @Doc("How many more match") int more) {}

    record Found(
            @Doc("Its title") String title,
            @Doc("The address of its list of pages") String url,
            @Doc("What it is about") String description) {}

    /** Those that the partitions have. */
    List<Tool> all(AwsDocsConfig config) {
        List<Tool> tools = new ArrayList<>();
        tools.add(Tool.named("guide_toc", "Contents of a guide")
                .does("Tells the table of contents of a guide of the AWS documentation.")
                .hints(ToolHints.READ_REMOTE)
                .returns(Toc.class)
                .answers(Guide.class, this::toc));
        if (config.has(Site.GLOBAL)) {
            tools.add(Tool.named("list_guides", "Guides")
                    .does("Lists the guides of the AWS documentation.")
                    .hints(ToolHints.READ_REMOTE)
                    .returns(GuideList.class)
                    .answers(Guides.class, this::guides));
        }
        return tools;
    }

    private Tool.Outcome toc(Guide input, Call call) {
        List<Entry> all = new ArrayList<>();
        Catalog.Told<Contents> contents = catalog.contents(input.url(), call);
        add(contents.thing().entries(), 1, all);
        List<Entry> told = all.subList(0, Math.min(all.size(), MOST_ENTRIES));
        int more = all.size() - told.size();
        String text = told.stream().map(GuideTools::text).collect(Collectors.joining("\n"));
        return contents.in(
                ToolResult.structured(new Toc(told, more), more == 0 ? text : text + "\nAnd " + more + " more"));
    }

    private static void add(List<Contents.Entry> entries, int level, List<Entry> lines) {
        for (Contents.Entry entry : entries) {
            lines.add(new Entry(level, entry.title(), entry.url().orElse(null)));
            add(entry.children(), level + 1, lines);
        }
    }

    private static String text(Entry line) {
        String indent = "  ".repeat(line.level() - 1);
        return indent + (line.url() == null ? "- " + line.title() : "- [" + line.title() + "](" + line.url() + ")");
    }

    private Tool.Outcome guides(Guides input, Call call) {
        String root = "https://" + Site.GLOBAL.host() + "/";
        List<String> words = words(input.query());
        Catalog.Told<PageList> pages = catalog.pages(root, call);
        List<Found> found = pages.thing().entries().stream()
                .filter(entry -> has(entry, words))
                .map(entry -> new Found(entry.title(), entry.url(), entry.description()))
                .toList();
        List<Found> told = found.subList(0, Math.min(found.size(), input.limit()));
        return pages.in(ToolResult.structured(new GuideList(told, found.size() - told.size())));
    }

    private static List<String> words(@Nullable String query) {
        return query == null
                ? List.of()
                : List.of(query.toLowerCase(Locale.ROOT).strip().split("\\s+", -1));
    }

    private static boolean has(PageList.Entry entry, List<String> words) {
        String text = (entry.title() + " " + entry.description() + " " + entry.url()).toLowerCase(Locale.ROOT);
        return words.stream().allMatch(text::contains);
    }
}

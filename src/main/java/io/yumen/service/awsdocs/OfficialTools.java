package io.yumen.service.awsdocs;

import io.yumen.schema.Doc;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import io.yumen.service.awsdocs.read.OfficialText;
import io.yumen.service.awsdocs.read.Slice;
import io.yumen.service.awsdocs.read.TableAnswer;
import io.yumen.service.awsdocs.read.TableQuery;
import io.yumen.service.awsdocs.read.TableSearch;
import io.yumen.service.awsdocs.read.TableShape;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tools of AWS's own server that read pages, with its names, arguments and words. */
final class OfficialTools {
    static final String URL = "URL of the page of the AWS documentation to read";

    private final Library library;

    OfficialTools(Library library) {
        this.library = library;
    }

    record Read(
            @Doc(value = URL, max = 2_048) String url,

            @Doc(
                    name = "max_length",
                    value = "Characters to return",
                    min = 1,
                    max = Slice.LENGTH_BELOW - 1,
                    fallback = "5000")
            int maxLength,

            @Doc(
                    name = "start_index",
                    value = "Character to begin with, as an answer before said",
                    min = 0,
                    fallback = "0")
            int startIndex) {}

    record Sections(
            @Doc(value = URL, max = 2_048) String url,

            @Doc(name = "section_titles", value = "Titles of the sections, letters of either case", max = 100)
            List<String> sectionTitles) {}

    record Rows(
            @Doc(value = URL, max = 2_048) String url,

            @Nullable
            @Doc(
                    name = "section_title",
                    value = "The title above the tables; left out, all tables of the page",
                    max = 1_000)
            String sectionTitle,

            @Doc(value = "Words that must all stand in a row", max = 1_000)
            String query,

            @Doc(
                    name = "max_rows",
                    value = "Rows to return of each table",
                    min = 1,
                    max = TableQuery.MOST_ROWS,
                    fallback = "20")
            int maxRows) {}

    /** What programs get of a text; AWS's server gives them the same. */
    record Shown(@Doc("The text") String result) {}

    List<Tool> all() {
        return List.of(
                Tool.named("read_documentation", "Read a page")
                        .does("Reads a page of the AWS documentation as Markdown, a part at a time.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Shown.class)
                        .answers(Read.class, this::read),
                Tool.named("read_sections", "Read sections of a page")
                        .does("Reads the sections of a page of the AWS documentation that have these titles.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Shown.class)
                        .answers(Sections.class, this::sections),
                Tool.named("search_table", "Search the tables of a page")
                        .does(
                                "Finds rows in the tables of a page of the AWS documentation, as of IAM actions or quotas.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(TableShape.SCHEMA)
                        .answers(Rows.class, this::rows));
    }

    private Tool.Outcome read(Read input, Call call) {
        Library.Copy copy = library.page(input.url(), call);
        return shown(
                copy,
                () -> OfficialText.read(
                        copy.document(), input.url(), new Slice(input.startIndex(), input.maxLength())));
    }

    private Tool.Outcome sections(Sections input, Call call) {
        Library.Copy copy = library.page(input.url(), call);
        return shown(copy, () -> OfficialText.sections(copy.document(), input.url(), input.sectionTitles()));
    }

    private Tool.Outcome rows(Rows input, Call call) {
        Library.Copy copy = library.page(input.url(), call);
        TableAnswer answer = Library.told(() -> TableSearch.of(
                copy.document(), input.url(), TableQuery.of(input.sectionTitle(), input.query(), input.maxRows())));
        return copy.told(ToolResult.structured(answer.json()));
    }

    private static Tool.Outcome shown(Library.Copy copy, Supplier<String> reading) {
        Shown shown = new Shown(Library.told(reading));
        return copy.told(ToolResult.structured(shown, shown.result()));
    }
}

package io.yumen.service.awsdocs;

import io.yumen.protocol.PlainText;
import io.yumen.schema.Doc;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.read.Comparison;
import io.yumen.service.awsdocs.read.Difference;
import io.yumen.service.awsdocs.read.Outline;
import io.yumen.service.awsdocs.read.Passage;
import io.yumen.service.awsdocs.read.PassageQuery;
import io.yumen.service.awsdocs.read.PassageReader;
import io.yumen.service.awsdocs.read.ReadRefused;
import io.yumen.service.awsdocs.read.Samples;
import io.yumen.service.awsdocs.read.Target;
import io.yumen.service.awsdocs.shelf.Revision;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tools that AWS's own server lacks: a page by what is in it. */
final class ReadingTools {
    static final String URL = "URL of the page; #anchor at its end names a section";
    static final int MOST_AT_ONCE = 5;

    private final Library library;

    ReadingTools(Library library) {
        this.library = library;
    }

    record Depth(
            @Doc(value = URL, max = 2_048) String url,

            @Doc(value = "The deepest level of headings", min = 1, max = Outline.DEEPEST, fallback = "6")
            int depth) {}

    record Place(
            @Doc(value = URL, max = 2_048) String url,

            @Nullable
            @Doc(value = "The title of the section, or titles that lead to it with > between them", max = 1_000)
            String section,

            @Nullable @Doc(value = "The anchor of the section", max = 1_000)
            String anchor,

            @Nullable @Doc(value = "The first character", min = 0)
            Integer start,

            @Nullable @Doc(value = "After the last character; left out, the end of the page", min = 1)
            Integer end,

            @Doc(value = "Characters at most", min = PassageQuery.LEAST, max = PassageQuery.MOST, fallback = "10000")
            int length,

            @Nullable
            @Doc(value = "The hash of the text that start and end are of, so that a change is noticed", max = 100)
            String hash) {
        /** @param named the anchor at the end of the URL */
        Target target(Optional<String> named) {
            boolean isRange = start != null || end != null;
            if (Stream.of(section, anchor).filter(Objects::nonNull).count() + (isRange ? 1 : 0) > 1) {
                throw new ReadRefused("Say where to read by one of section, anchor, or start and end");
            }
            if (section != null) {
                return new Target.Titled(section);
            }
            if (isRange) {
                return new Target.Range(start == null ? 0 : start, end == null ? Integer.MAX_VALUE : end);
            }
            return Optional.ofNullable(anchor)
                    .or(() -> named)
                    .<Target>map(Target.Anchored::new)
                    .orElseGet(Target.Whole::new);
        }
    }

    record Places(
            @Doc(value = "What to read", max = MOST_AT_ONCE) List<Place> requests) {}

    record Listings(
            @Doc(value = URL, max = 2_048) String url,

            @Nullable @Doc(value = "Only those in this language; left out, all", max = 100)
            String language) {}

    record Since(
            @Doc(value = URL, max = 2_048) String url,

            @Nullable @Doc(value = "The hash of the older text; left out, the one before this", max = 100)
            String hash) {}

    /** What became of one of several. */
    record Read(
            @Doc("As it was asked for") String url,

            @Nullable @Doc("What was read; none where that failed")
            Passage passage,

            @Nullable @Doc("Why it may be out of date or lack cells")
            String note,

            @Nullable @Doc("Why it failed") String error,

            @Nullable @Doc("A word for that, as in not_found")
            String code) {}

    record AllRead(@Doc("In the order of the requests") List<Read> results) {}

    List<Tool> all() {
        return List.of(
                Tool.named("outline", "Outline of a page")
                        .does("Lists the sections of a page of the AWS documentation, with anchors and sizes.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Outline.class)
                        .answers(Depth.class, this::outline),
                Tool.named("read", "Read a section")
                        .does(
                                "Reads a page of the AWS documentation, or a section or range of it; cuts between blocks.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Passage.class)
                        .answers(Place.class, this::read),
                Tool.named("read_many", "Read several pages")
                        .does("Reads up to five places of the AWS documentation; one that fails fails alone.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(AllRead.class)
                        .answers(Places.class, this::readMany),
                Tool.named("read_code", "Code of a page")
                        .does("Tells the listings of a page of the AWS documentation alone, with where they stand.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Samples.class)
                        .answers(Listings.class, this::code),
                Tool.named("diff_documentation", "What has changed")
                        .does("Tells what has changed in a page of the AWS documentation since it was read before.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Difference.class)
                        .answers(Since.class, this::difference));
    }

    private Tool.Outcome outline(Depth input, Call call) {
        Library.Copy copy = library.page(input.url(), call);
        Outline outline =
                Library.told(() -> Outline.of(copy.document(), copy.address().address(), input.depth()));
        return copy.told(ToolResult.structured(outline, ReadingText.of(outline)));
    }

    private Tool.Outcome read(Place input, Call call) {
        Library.Copy copy = library.page(input.url(), call);
        Passage passage = passage(copy, input);
        return copy.told(ToolResult.structured(passage, ReadingText.of(passage)));
    }

    private static Passage passage(Library.Copy copy, Place input) {
        String hash = input.hash() == null ? "" : input.hash();
        return Library.told(
                () -> new PassageReader(copy.document(), copy.address().address())
                        .read(new PassageQuery(input.target(copy.address().anchor()), input.length(), hash)));
    }

    private Tool.Outcome readMany(Places input, Call call) {
        List<Read> results =
                input.requests().stream().map(place -> attempt(place, call)).toList();
        String text = results.stream().map(ReadingTools::text).collect(Collectors.joining("\n\n---\n\n"));
        return ToolResult.structured(new AllRead(results), text);
    }

    private Read attempt(Place place, Call call) {
        try {
            Library.Copy copy = library.page(place.url(), call);
            return new Read(place.url(), passage(copy, place), copy.said().orElse(null), null, null);
        } catch (ToolFailure e) {
            return new Read(place.url(), null, null, e.getMessage(), e.code());
        }
    }

    private static String text(Read read) {
        Passage passage = read.passage();
        if (passage == null) {
            return read.url() + ": " + read.error();
        }
        return ReadingText.of(passage) + (read.note() == null ? "" : "\n" + read.note() + "\n");
    }

    private Tool.Outcome code(Listings input, Call call) {
        String language = input.language() == null ? "" : input.language();
        Library.Copy copy = library.page(input.url(), call);
        Samples samples =
                Library.told(() -> Samples.of(copy.document(), copy.address().address(), language));
        return copy.told(ToolResult.structured(samples, ReadingText.of(samples)));
    }

    private Tool.Outcome difference(Since input, Call call) {
        Library.Copy copy = library.page(input.url(), call);
        List<Revision> kept = library.revisions(copy.address());
        String now = copy.document().hash();
        String wanted = input.hash() == null
                ? kept.stream().map(Revision::hash).findFirst().orElse(now)
                : input.hash();
        Document before = wanted.equals(now)
                ? copy.document()
                : library.revision(copy.address(), wanted).orElseThrow(() -> noOlder(wanted, kept));
        Difference difference =
                Comparison.of(before, copy.document(), copy.address().address());
        return copy.told(ToolResult.structured(difference, ReadingText.of(difference) + ReadingText.of(kept)));
    }

    private static ToolFailure noOlder(String wanted, List<Revision> kept) {
        return new ToolFailure(
                "not_found",
                "No text of the page with the hash " + PlainText.echo(wanted) + " is kept. " + ReadingText.of(kept),
                Duration.ZERO);
    }
}

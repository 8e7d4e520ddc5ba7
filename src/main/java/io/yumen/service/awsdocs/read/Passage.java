package io.yumen.service.awsdocs.read;

import io.yumen.schema.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a page: whole blocks, as far as they fit. */
public record Passage(
        @Doc("The address to cite it by") String url,

        @Doc("Names the text of the page: bring it along when you read on")
        String hash,

        @Doc("How many characters the page has") int total,
        @Doc("The first character of this piece") int start,
        @Doc("After its last character") int end,
        @Doc("The piece itself, as Markdown") String text,

        @Nullable @Doc("Where to read on; none where all that was asked for is here")
        Integer next,

        @Doc("Where ends what was asked for") int until,

        @Nullable @Doc("The first lines of the listing or table that this piece begins in the middle of")
        String begun,

        @Nullable @Doc("What else is to be known of this piece, such as that the page has changed")
        String notice,

        @Doc("The sections of the page, where not all that was asked for is here")
        List<OutlineEntry> outline,

        @Doc("How many sections are left out of the outline")
        int moreSections,

        @Doc("What the page has and its text has not; none where that is nothing")
        Outline.@Nullable LeftOut leftOut) {
    public Passage {
        outline = List.copyOf(outline);
    }
}

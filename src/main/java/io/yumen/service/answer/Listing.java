package io.yumen.service.answer;

import io.yumen.schema.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a caller wants a list: a {@link io.yumen.schema.Spread} component of the input of each tool that lists.
 *
 * @param detail how much of each item
 * @param fields what of each item instead, as JMESPath
 * @param limit items at most
 * @param cursor where to go on
 * @param countOnly whether only their number is wanted
 * @param format how it is written
 */
public record Listing(
        @Doc(value = "How much of each", fallback = "\"summary\"")
        Detail detail,

        @Doc(value = "JMESPath of what to show instead", max = 20) @Nullable
        List<String> fields,

        @Doc(value = "At most", min = 1, max = 1000, fallback = "50")
        int limit,

        @Doc("From the answer before") @Nullable String cursor,

        @Doc(name = "count_only", value = "Only how many", fallback = "false")
        boolean countOnly,

        @Doc(value = "Of the text", fallback = "\"table\"") Format format) {
    /** Fifty summaries in a table. */
    public static final Listing DEFAULT = new Listing(Detail.SUMMARY, null, 50, null, false, Format.TABLE);

    /** How much of an item is needed to tell that: all of it, too, where fields are chosen of it. */
    public Detail needed() {
        return fields != null && !fields.isEmpty() ? Detail.FULL : detail;
    }
}

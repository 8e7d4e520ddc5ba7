package io.yumen.service.helm;

import io.yumen.schema.Doc;
import io.yumen.service.answer.Detail;
import io.yumen.service.answer.Format;
import io.yumen.service.answer.Listing;
import org.jspecify.annotations.Nullable;

/**
 * How a caller wants a list whose rows are small: a {@link io.yumen.schema.Spread} component. There is no more of a row to be told than
 * there is in it, so that nobody has to choose of it.
 *
 * @param limit items at most
 * @param cursor where to go on
 * @param countOnly whether only their number is wanted
 * @param format how it is written
 */
record Paging(
        @Doc(value = "Most items", min = 1, max = 1000, fallback = "50")
        int limit,

        @Doc("From the answer before") @Nullable String cursor,

        @Doc(name = "count_only", value = "Only how many", fallback = "false")
        boolean countOnly,

        @Doc(value = "Of the text", fallback = "\"table\"") Format format) {
    Listing listing() {
        return new Listing(Detail.SUMMARY, null, limit, cursor, countOnly, format);
    }
}

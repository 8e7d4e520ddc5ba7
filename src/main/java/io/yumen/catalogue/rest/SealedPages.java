package io.yumen.catalogue.rest;

import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import io.yumen.service.answer.Source;
import org.jspecify.annotations.Nullable;

/**
 * Pages whose cursors no caller reads or makes up: what a service writes into the address of its next page may be a secret, and what comes
 * from there is put into a query as it is, past the arguments that a tool has.
 *
 * @param pages those with cursors in plain words
 * @param of what is listed
 */
record SealedPages(Source pages, String of, Call call) implements Source {
    @Override
    public Page read(@Nullable String cursor, int limit) {
        Page page = pages.read(cursor == null ? null : opened(cursor), limit);
        String next = page.next();
        return new Page(page.items(), next == null ? null : call.seal(next, of), page.remaining());
    }

    private String opened(String cursor) {
        return call.open(cursor, of)
                .orElseThrow(
                        () -> new ToolFailure(
                                "This cursor is not one that this tool gave you for these arguments; leave it out to begin anew"));
    }

    @Override
    public String note() {
        return pages.note();
    }
}

package io.yumen.service.kubernetes.look;

import io.yumen.service.answer.Listing;
import io.yumen.service.answer.Source;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Request;
import io.yumen.service.kubernetes.api.Selection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The objects of a kind, page by page as the cluster gives them: no more of them are in memory than one page has. */
final class ObjectSource implements Source {
    private final Reach reach;
    private final Kind kind;
    private final Selection selection;
    private final Rows rows;
    private final String form;
    private final boolean hides;

    ObjectSource(Reach reach, Kind kind, Selection selection, Listing wanted) {
        this.reach = reach;
        this.kind = kind;
        this.selection = selection;
        this.rows = new Rows(kind, selection.namespace());
        this.form = form(wanted);
        this.hides = reach.hidesNamespaces(kind, selection.namespace());
    }

    /** What is shown decides what is asked for. */
    private static String form(Listing wanted) {
        return switch (wanted.needed()) {
            case FULL -> Request.JSON;
            case SUMMARY -> Request.TABLE;
            case NAMES -> Request.METADATA;
        };
    }

    @Override
    public Page read(@Nullable String cursor, int limit) {
        JsonNode page = reach.glance(kind, selection, limit, cursor, form);
        String next = page.path("metadata").path("continue").asString("");
        long remaining =
                hides ? -1 : page.path("metadata").path("remainingItemCount").asLong(-1);
        return new Page(
                rows.of(page, object -> !hides || reach.isServed(kind, object)),
                next.isEmpty() ? null : next,
                next.isEmpty() ? 0 : remaining);
    }

    @Override
    public long count() {
        long count = 0;
        @Nullable String next = null;
        int limit = 1;
        do {
            JsonNode page = reach.glance(kind, selection, limit, next, Request.METADATA);
            count += Reach.items(page)
                    .valueStream()
                    .filter(object -> !hides || reach.isServed(kind, object))
                    .count();
            long remaining = page.path("metadata").path("remainingItemCount").asLong(-1);
            String more = page.path("metadata").path("continue").asString("");
            if (!hides && remaining >= 0 && !more.isEmpty()) {
                return count + remaining;
            }
            next = more.isEmpty() ? null : more;
            limit = Reach.LIGHT_PAGE;
        } while (next != null);
        return count;
    }
}

package io.yumen.service.helm;

import io.yumen.service.ToolFailure;
import io.yumen.service.answer.Detail;
import io.yumen.service.answer.Item;
import io.yumen.service.answer.Listing;
import io.yumen.service.answer.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Revisions, of which only those are read that are told, one after the other: each may be large. */
final class HeadSource implements Source {
    private final Storage storage;
    private final List<Head> heads;
    private final Rows rows;
    private final boolean named;
    private final boolean whole;

    HeadSource(Storage storage, List<Head> heads, Listing wanted, Rows rows) {
        this.storage = storage;
        this.heads = heads;
        this.rows = rows;
        boolean chooses = wanted.fields() != null && !wanted.fields().isEmpty();
        this.named = wanted.detail() == Detail.NAMES && !chooses;
        this.whole = wanted.detail() == Detail.FULL || chooses;
    }

    /** What they are rows of. */
    enum Rows {
        /** Releases of all namespaces. */
        EVERYWHERE,
        /** Releases of one. */
        NAMESPACE,
        /** Revisions of one release. */
        REVISIONS;

        private String name(Head head) {
            return switch (this) {
                case EVERYWHERE -> head.namespace() + "/" + head.name();
                case NAMESPACE -> head.name();
                case REVISIONS -> Integer.toString(head.revision());
            };
        }

        /** Without what is the same in each row. */
        private ObjectNode of(ObjectNode summary) {
            return switch (this) {
                case EVERYWHERE -> summary;
                case NAMESPACE -> summary.without("namespace");
                case REVISIONS -> summary.without("namespace").without("name");
            };
        }
    }

    @Override
    public Page read(@Nullable String cursor, int limit) {
        Page page = Source.of(heads.stream()
                        .map(head -> new Item(rows.name(head), head.summary(""), head.summary("")))
                        .toList())
                .read(cursor, limit);
        if (named) {
            return page;
        }
        int from = heads.size() - (int) page.remaining() - page.items().size();
        List<Item> items = heads.subList(from, from + page.items().size()).stream()
                .map(this::item)
                .toList();
        return new Page(items, page.next(), page.remaining());
    }

    @Override
    public long count() {
        return heads.size();
    }

    private Item item(Head head) {
        try {
            Release release = storage.read(head);
            ObjectNode summary = release.summary();
            return new Item(rows.name(head), rows.of(summary), whole ? Parts.status(release) : summary);
        } catch (ToolFailure failure) {
            if (!failure.code().equals("strange") && !failure.code().equals("too_large")) {
                throw failure;
            }
            ObjectNode summary = head.summary(String.valueOf(failure.getMessage()));
            return new Item(rows.name(head), rows.of(summary), summary);
        }
    }
}

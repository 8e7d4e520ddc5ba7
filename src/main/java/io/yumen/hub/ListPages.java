package io.yumen.hub;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Exchange;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.members.Merged;
import io.yumen.hub.names.Named;
import io.yumen.hub.names.PageCursor;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Hands out merged lists: what the caller may see of them, in pages. */
record ListPages(Permits permits, int entriesPerPage) {

    /** The page that the cursor in those parameters asks for, the first one where there is none. */
    ObjectNode page(Listing listing, Merged merged, Caller caller, ObjectNode params) {
        JsonNode cursor = params.path("cursor");
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (permits.isOpen() && cursor.isMissingNode() && merged.all().size() <= entriesPerPage) {
            result.set(listing.items(), merged.all());
        } else {
            cut(listing, visible(merged, caller), cursor, result);
        }
        return stamped(result, merged, caller);
    }

    private ObjectNode stamped(ObjectNode result, Merged merged, Caller caller) {
        Duration validFor = permits.isOpen() ? merged.validFor() : merged.validFor(permits.seenBy(caller));
        return result.put("ttlMs", validFor.toMillis())
                .put("cacheScope", permits.isOpen() && merged.isPublic() ? "public" : "private");
    }

    /** The page of what stands for the list. */
    ObjectNode page(Listing listing, Merged merged, Visible instead, Exchange exchange) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        cut(listing, instead, exchange.params().path("cursor"), result);
        return stamped(result, merged, exchange.caller());
    }

    /** What that caller may see of the list. */
    Visible visible(Merged merged, Caller caller) {
        if (permits.isOpen()) {
            return new Visible(merged.names(), merged.items());
        }
        List<Named> names = new ArrayList<>();
        List<ObjectNode> items = new ArrayList<>();
        for (int i = 0; i < merged.names().size(); i++) {
            if (permits.shows(caller, merged.subjects().get(i))) {
                names.add(merged.names().get(i));
                items.add(merged.items().get(i));
            }
        }
        return new Visible(names, items);
    }

    private void cut(Listing listing, Visible visible, JsonNode cursor, ObjectNode result) {
        int start = cursor.isMissingNode() ? 0 : read(cursor).start(visible.names());
        int end = Math.min(start + entriesPerPage, visible.names().size());
        ArrayNode items = result.putArray(listing.items());
        visible.items().subList(Math.min(start, end), end).forEach(items::add);
        if (end < visible.names().size() && end > 0) {
            result.put("nextCursor", PageCursor.after(visible.names(), end - 1).write());
        }
    }

    private static PageCursor read(JsonNode cursor) {
        return PageCursor.read(cursor.asString(""))
                .orElseThrow(() -> RpcException.invalidParams("The cursor is not one that was given out"));
    }

    /** The part of a list that a caller may see; both lists have the same order. */
    record Visible(List<Named> names, List<ObjectNode> items) {
        boolean isAnyOf(String server) {
            return names.stream().anyMatch(named -> named.server().equals(server));
        }
    }
}

package io.yumen.hub.lists;

import io.yumen.backend.Backend;
import io.yumen.backend.Outage;
import io.yumen.backend.ScopeKey;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.pin.Inspector;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Methods;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads all pages of a server's lists, within the limits. Safe for many threads. */
final class ListReader {
    private static final Logger log = LoggerFactory.getLogger(ListReader.class);

    private final Backend backend;
    private final ListLimits limits;
    private final Inspector inspector;

    ListReader(Backend backend, ListLimits limits, Inspector inspector) {
        this.backend = backend;
        this.limits = limits;
        this.inspector = inspector;
    }

    /** What the server says of itself. */
    ServerDescription describe(Caller caller) {
        return inspected(new ServerDescription(ask(Methods.DISCOVER, JsonNodeFactory.instance.objectNode(), caller)));
    }

    /** That description, without instructions that are withheld. */
    ServerDescription inspected(ServerDescription said) {
        boolean isWithheld = !backend.isOwn(said.result())
                && inspector.instructions(backend.name(), said.instructions()).isPresent();
        return isWithheld ? said.withoutInstructions() : said;
    }

    /** All of that list; empty where the server does not know the method. */
    ServerList read(Listing listing, Caller caller) {
        Pages pages = new Pages(listing);
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        try {
            while (pages.add(ask(listing.method(), params, caller))) {
                params = JsonNodeFactory.instance.objectNode().put("cursor", pages.cursor);
            }
        } catch (RpcException e) {
            if (e.error().code() == ErrorCode.METHOD_NOT_FOUND && pages.count == 0) {
                return ServerList.EMPTY;
            }
            throw e;
        }
        return pages.list(caller);
    }

    private ObjectNode ask(String method, ObjectNode params, Caller caller) {
        return backend.handle(Exchange.own(method, params, caller, new Cancellation()));
    }

    /** The pages read so far. */
    private final class Pages {
        private final Listing listing;
        private final List<ObjectNode> items = new ArrayList<>();
        private final List<ObjectNode> said = new ArrayList<>();
        private final boolean isInspected;
        private boolean isCut;
        private final Set<String> names = new HashSet<>();
        private final Set<String> cursors = new HashSet<>();
        private int count;
        private String cursor = "";
        private Duration validFor = Duration.ofMillis(Long.MAX_VALUE);
        private boolean isPublic = true;

        Pages(Listing listing) {
            this.listing = listing;
            this.isInspected =
                    listing.pinned().isPresent() && inspector.scrutiny(backend.name()) != Inspector.Scrutiny.NONE;
        }

        /** Takes a page; says whether another one should be read. */
        boolean add(ObjectNode page) {
            count++;
            JsonNode entries = page.path(listing.items());
            if (!entries.isArray() && !entries.isMissingNode()) {
                throw new Outage(backend.name())
                        .now("answered " + listing.method() + " with something that is no list: its \""
                                + listing.items() + "\" is no array. The server has to be mended");
            }
            entries.forEach(this::addItem);
            Duration ttl = Duration.ofMillis(Math.max(0, page.path("ttlMs").asLong(0)));
            validFor = ttl.compareTo(validFor) < 0 ? ttl : validFor;
            isPublic = isPublic && page.path("cacheScope").asString("").equals("public");
            cursor = page.path("nextCursor").asString("");
            if (cursor.isEmpty()) {
                return false;
            }
            boolean isWithinLimits = count < limits.maxPages() && items.size() < limits.maxItems();
            if (!isWithinLimits || !cursors.add(cursor)) {
                cut("The list of a server has too many pages or no end");
                return false;
            }
            return true;
        }

        ServerList list(Caller caller) {
            return ServerList.of(listing, items, withheld(caller), new ServerList.Validity(validFor, isPublic));
        }

        private Map<String, String> withheld(Caller caller) {
            boolean isWhole = !isCut && backend.scopeOf(caller) instanceof ScopeKey.Shared;
            return listing.pinned()
                    .map(kind -> inspector.inspect(new Inspector.Said(
                            backend.name(), kind, said, isWhole ? Inspector.Extent.WHOLE : Inspector.Extent.PART)))
                    .orElse(Map.of());
        }

        /** That entry, to be settled; what is inspected stays as it came. */
        private JsonNode own(JsonNode entry) {
            if (!isInspected || !(entry instanceof ObjectNode came) || backend.isOwn(came)) {
                return entry;
            }
            if (said.size() >= limits.maxItems()) {
                // What nobody has looked at is not listed.
                return JsonNodeFactory.instance.missingNode();
            }
            said.add(came);
            return came.deepCopy();
        }

        private void addItem(JsonNode node) {
            String name = node.path(listing.key()).isString()
                    ? node.path(listing.key()).stringValue()
                    : "";
            if (!(own(node) instanceof ObjectNode item) || name.isEmpty() || !names.add(name)) {
                cut("The list of a server has an entry without a name of its own");
            } else if (!PlainText.isVisible(name)) {
                hidden(name);
            } else if (listing == Listing.TOOLS && !ToolSchemas.settle(item)) {
                cut("The list of a server has a tool whose schema is no schema of an object");
            } else if (items.size() < limits.maxItems()) {
                VisibleTitles.settle(item);
                items.add(item);
            }
        }

        /** People approve calls by names: one that does not show what it is, or moves the cursor, is not offered. */
        private void hidden(String name) {
            log.atWarn()
                    .addKeyValue("server", backend.name())
                    .addKeyValue("method", listing.method())
                    .addKeyValue("name", PlainText.escaped(PlainText.echo(name)))
                    .log("A server has a name with characters that cannot be seen; it is not offered");
        }

        private void cut(String message) {
            isCut = true;
            log.atWarn()
                    .addKeyValue("server", backend.name())
                    .addKeyValue("method", listing.method())
                    .addKeyValue("items", items.size())
                    .log(message);
        }
    }
}

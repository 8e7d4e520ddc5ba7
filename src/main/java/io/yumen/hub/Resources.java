package io.yumen.hub;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Policy;
import io.yumen.hub.forms.EntryForm;
import io.yumen.hub.forms.FormClient;
import io.yumen.hub.forms.ResultForm;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.lists.ServerDescription;
import io.yumen.hub.members.Catalog;
import io.yumen.hub.members.Fleet;
import io.yumen.hub.members.Member;
import io.yumen.hub.members.TemplateMatch;
import io.yumen.hub.names.Named;
import io.yumen.hub.names.Qualifier;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the server of a resource: the one that lists it, that named it in a result, or whose template it fits; and, where
 * none does, asks those that may have it. Safe for many threads.
 */
final class Resources {
    private static final List<Listing> LISTS = List.of(Listing.RESOURCES, Listing.TEMPLATES);

    private final Permits permits;
    private final HubLimits limits;
    private final Cache<String, String> seen;

    Resources(Permits permits, HubLimits limits) {
        this.permits = permits;
        this.limits = limits;
        this.seen = Caffeine.newBuilder().maximumSize(limits.maxSeenUris()).build();
    }

    /** Reads a resource. */
    ObjectNode read(Fleet fleet, Exchange exchange) {
        String uri = Calls.text(exchange.params(), "uri");
        Catalog catalog = fleet.catalog(exchange.caller());
        Named named = claimed(fleet, catalog, uri, exchange);
        if (named == null) {
            return ask(fleet, catalog, uri, exchange);
        }
        Member member = fleet.get(named.server());
        if (permits.decision(exchange.caller(), member, named.original()) instanceof Policy.Decision.Denied denied) {
            // What one may not read is looked for as what is not there.
            exchange.witness().decided(Permits.reading(member, named.original()), denied);
            return ask(fleet, catalog, uri, exchange);
        }
        return read(member, catalog, named, exchange);
    }

    /** The server of that URI, or empty where none is known to have it. Reads lists that are not cached. */
    Optional<Named> find(Fleet fleet, Catalog catalog, String uri, Exchange exchange) {
        Named claimed = claimed(fleet, catalog, uri, exchange);
        return Optional.ofNullable(claimed)
                .or(() -> new TemplateMatch(catalog, seen(catalog, exchange), uri).anything());
    }

    /** The server of that template, or of that resource where a client names one in place of a template. */
    Named template(Fleet fleet, Catalog catalog, String uri, Exchange exchange) {
        Member only = permits.only(fleet, exchange.caller());
        if (only != null) {
            return new Named(only.name(), uri, uri);
        }
        List<String> servers = seen(catalog, exchange);
        Named known = catalog.known(Listing.TEMPLATES).uris().find(uri, servers::contains);
        if (known == null) {
            known = catalog.current(Listing.TEMPLATES, exchange.caller(), permits.seenBy(exchange.caller()))
                    .uris()
                    .find(uri, servers::contains);
        }
        return known == null ? find(fleet, catalog, uri, exchange).orElseThrow(() -> notFound(uri)) : known;
    }

    /** Sends a request, and turns the result into what clients see. */
    ObjectNode send(Member member, Catalog catalog, Exchange exchange) {
        return send(member, catalog, "", exchange);
    }

    /** The same for what that tool began, as the server knows it. */
    ObjectNode send(Member member, Catalog catalog, String tool, Exchange exchange) {
        Map<String, String> renamed = catalog.renamed(member.name());
        ResultForm form = new ResultForm(member.name(), renamed, tool);
        Exchange sent = renamed.isEmpty() ? exchange : exchange.withClient(new FormClient(exchange.client(), form));
        ObjectNode result = member.handle(sent);
        member.note(exchange.caller(), tool, result);
        if (catalog.members().size() > 1) {
            remember(member, result);
        }
        return form.result(result);
    }

    private ObjectNode read(Member member, Catalog catalog, Named named, Exchange exchange) {
        permits.requireResource(exchange, member, named.original(), () -> notFound(named.exposed()));
        if (!named.isRenamed()) {
            return send(member, catalog, exchange);
        }
        ObjectNode params = EntryForm.copy(exchange.params()).put("uri", named.original());
        ObjectNode result = send(member, catalog, exchange.withParams(params));
        // What came from a template is in no list of renamed URIs.
        return new ResultForm(member.name(), Map.of(named.original(), named.exposed())).uris(result);
    }

    /** The server that says that it has this very URI, or else such ones; null where only asking can tell. */
    private @Nullable Named claimed(Fleet fleet, Catalog catalog, String uri, Exchange exchange) {
        Member only = permits.only(fleet, exchange.caller());
        if (only != null) {
            return new Named(only.name(), uri, uri);
        }
        List<String> servers = seen(catalog, exchange);
        Named named = named(servers, catalog, uri);
        if (named != null) {
            return named;
        }
        // What a list names goes before what a template of another server may mean.
        LISTS.forEach(listing -> catalog.current(listing, exchange.caller(), permits.seenBy(exchange.caller())));
        Named listed = named(servers, catalog, uri);
        return listed == null ? new TemplateMatch(catalog, servers, uri).best().orElse(null) : listed;
    }

    private @Nullable Named named(List<String> servers, Catalog catalog, String uri) {
        Named listed = catalog.uris().find(uri, servers::contains);
        if (listed != null) {
            return listed;
        }
        Named qualified = Qualifier.read(servers, uri);
        if (qualified != null && isListed(catalog, qualified)) {
            return qualified;
        }
        String server = seen.getIfPresent(uri);
        return server == null || !servers.contains(server) || (qualified != null && Qualifier.isSure(qualified))
                ? null
                : new Named(server, uri, uri);
    }

    /** The servers of which the caller may know: no other claims anything. */
    private List<String> seen(Catalog catalog, Exchange exchange) {
        return catalog.members().stream()
                .filter(permits.seenBy(exchange.caller()))
                .map(Member::name)
                .toList();
    }

    private static boolean isListed(Catalog catalog, Named qualified) {
        return catalog.known(Listing.RESOURCES).names().stream()
                .anyMatch(named -> named.server().equals(qualified.server())
                        && named.original().equals(qualified.original()));
    }

    /**
     * Asks one server after the other; the first that has it answers. What scopes a server wants is said only where no other
     * could be asked: nothing says that it has the resource.
     */
    private ObjectNode ask(Fleet fleet, Catalog catalog, String uri, Exchange exchange) {
        @Nullable Named lacking = null;
        int asked = 0;
        for (Named named : candidates(catalog, seen(catalog, exchange), uri)) {
            Policy.Decision decision = permits.decision(exchange.caller(), fleet.get(named.server()), named.original());
            if (decision instanceof Policy.Decision.Lacking) {
                lacking = lacking == null ? named : lacking;
            } else if (!(decision instanceof Policy.Decision.Denied)) {
                asked++;
                Optional<ObjectNode> result = tried(fleet.get(named.server()), catalog, named, exchange);
                if (result.isPresent()) {
                    return result.get();
                }
            }
        }
        if (lacking != null && asked == 0) {
            return read(fleet.get(lacking.server()), catalog, lacking, exchange);
        }
        throw notFound(uri);
    }

    /** What that server has of that URI; empty where it may be another's. */
    private Optional<ObjectNode> tried(Member member, Catalog catalog, Named named, Exchange exchange) {
        try {
            ObjectNode result = read(member, catalog, named, exchange);
            if (!named.isRenamed()) {
                seen(named.original(), member);
            }
            return Optional.of(result);
        } catch (RpcException e) {
            exchange.cancellation().check();
            if (!isElsewhere(e)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Those with resources, first those that list something of the same scheme; only one where the URI carries it. */
    private List<Named> candidates(Catalog catalog, List<String> servers, String uri) {
        Named qualified = Qualifier.read(servers, uri);
        if (qualified != null && Qualifier.isSure(qualified)) {
            return List.of(qualified);
        }
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? uri : uri.substring(0, colon + 1);
        List<Member> able = new ArrayList<>();
        for (int i = 0; i < catalog.members().size(); i++) {
            Member member = catalog.members().get(i);
            ServerDescription description = member.lists().description(catalog.scope(i));
            if (servers.contains(member.name()) && description != null && description.offers(Listing.RESOURCES)) {
                able.add(member);
            }
        }
        return able.stream()
                .sorted(Comparator.comparing(member -> !isOfScheme(catalog, member, scheme)))
                .limit(limits.maxAsked())
                .map(member -> new Named(member.name(), uri, uri))
                .toList();
    }

    private static boolean isOfScheme(Catalog catalog, Member member, String scheme) {
        return LISTS.stream()
                .flatMap(listing -> catalog.known(listing).names().stream())
                .anyMatch(named ->
                        named.server().equals(member.name()) && named.original().startsWith(scheme));
    }

    private static boolean isElsewhere(RpcException e) {
        return switch (e.error().code()) {
            case ErrorCode.RESOURCE_NOT_FOUND,
                    ErrorCode.INVALID_PARAMS,
                    ErrorCode.METHOD_NOT_FOUND,
                    ErrorCode.UNAVAILABLE -> true;
            default -> false;
        };
    }

    /** That server named that URI; the first to name one keeps it. */
    void seen(String uri, Member member) {
        if (!uri.isEmpty() && uri.length() <= HubLimits.LONGEST_NAME) {
            seen.asMap().putIfAbsent(uri, member.name());
        }
    }

    /** Remembers the URIs that a result names, for resources that no list has; the first server to name one keeps it. */
    private void remember(Member member, ObjectNode result) {
        for (JsonNode block : result.path("content")) {
            JsonNode uri = block.path("type").asString("").equals("resource")
                    ? block.path("resource").path("uri")
                    : block.path("uri");
            seen(uri.asString(""), member);
        }
    }

    static RpcException notFound(String uri) {
        return new RpcException(new RpcError(
                ErrorCode.INVALID_PARAMS,
                "Resource not found: " + PlainText.echo(uri),
                JsonNodeFactory.instance.objectNode().put("uri", uri)));
    }
}

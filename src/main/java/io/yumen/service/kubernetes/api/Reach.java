package io.yumen.service.kubernetes.api;

import io.yumen.catalogue.Parameters;
import io.yumen.catalogue.cache.Flights;
import io.yumen.exchange.Cancellation;
import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import io.yumen.service.kubernetes.form.Armful;
import io.yumen.tenant.Principal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A cluster as one call may reach it: in its caller's name, within the operator's rules. Blocking; what it answers nobody changes. */
public final class Reach {
    /** Objects of one page: more at once would take the memory of all who ask. */
    public static final int PAGE = 250;

    /** The same of what is small: names, and rows of tables. */
    public static final int LIGHT_PAGE = 1_000;

    /** More of them no call goes through: it would take minutes, and nobody waits for so long. */
    private static final int MOST_OF_ALL = 200_000;

    private final Cluster cluster;
    private final As as;
    private final Principal who;
    private final Cancellation cancellation;
    private final Surroundings around;

    /**
     * A way to a cluster.
     *
     * @param as as whom it is asked
     * @param who for whom
     */
    Reach(Cluster cluster, As as, Principal who, Cancellation cancellation, Surroundings around) {
        this.cluster = cluster;
        this.as = as;
        this.who = who;
        this.cancellation = cancellation;
        this.around = around;
    }

    /** What all calls share. */
    record Surroundings(RuleBook rules, KindsCache kinds, Flights<Reading, ListCache.Page> flights, ListCache lists) {}

    /**
     * What makes two reads equal.
     *
     * @param as the mark of in whose name
     * @param alone for whom alone; null for all who may ask in that name
     * @param target path and query
     * @param accept in which form
     */
    record Reading(String cluster, String as, @Nullable Principal alone, String target, String accept) {}

    public String name() {
        return cluster.name();
    }

    /** The namespace that is meant: that of the context, where none is named. */
    public String namespace(@Nullable String said, Kind kind) {
        if (!kind.namespaced()) {
            return "";
        }
        return said == null || said.isEmpty() ? cluster.namespace() : said;
    }

    /** The kind that is called so. */
    public Kind kind(String said) {
        Kinds kinds = kinds();
        if (!kinds.knows(said)) {
            kinds = around.kinds().fresh(key(), this::discover);
        }
        return kinds.called(said);
    }

    /** The kind that a manifest names. */
    public Kind kind(String apiVersion, String name) {
        String said = apiVersion + "/" + name;
        return kinds().of(apiVersion, name)
                .or(() -> around.kinds().fresh(key(), this::discover).of(apiVersion, name))
                .orElseThrow(() -> kinds().unknown(said));
    }

    /** All kinds that may be asked for. */
    public List<Kind> allKinds() {
        return kinds().all().stream().filter(around.rules()::allowsKind).toList();
    }

    /** One object. */
    public ObjectNode get(Kind kind, String namespace, String name) {
        around.rules().require("get", kind, namespace, name);
        JsonNode found = read(Request.get(kind.path(namespace, name)));
        if (found.has("items")) {
            throw new ToolFailure(
                    "strange", "The cluster answered with a list where an object was asked for", Duration.ZERO);
        }
        return named(kind, found);
    }

    /**
     * One page of a list, or a table.
     *
     * @param accept a form of {@link Request}
     */
    public JsonNode page(Kind kind, Selection selection, int limit, @Nullable String next, String accept) {
        return read(paged(kind, selection, limit, next, accept));
    }

    /** The same, as it may have been a moment ago: for who looks, and changes nothing by what he sees. */
    public JsonNode glance(Kind kind, Selection selection, int limit, @Nullable String next, String accept) {
        return kept(ListCache.LISTS, paged(kind, selection, limit, next, accept));
    }

    private Request paged(Kind kind, Selection selection, int limit, @Nullable String next, String accept) {
        around.rules().require("list", kind, selection.namespace(), "");
        String path = kind.path(selection.namespace());
        int most = Math.min(limit, accept.equals(Request.JSON) ? PAGE : LIGHT_PAGE);
        return Request.get(path, selection.page(most, next), accept);
    }

    /** All objects that are wanted, page by page: no more of them are in memory than one page has, and what the consumer keeps. */
    public void each(Kind kind, Selection selection, Consumer<ObjectNode> taker) {
        String next = "";
        int count = 0;
        do {
            JsonNode page = page(kind, selection, PAGE, next.isEmpty() ? null : next, Request.JSON);
            for (JsonNode item : page.path("items")) {
                if (isServed(kind, item)) {
                    taker.accept(named(kind, item));
                }
                count++;
            }
            next = page.path("metadata").path("continue").asString("");
        } while (!next.isEmpty() && count < MOST_OF_ALL);
        if (!next.isEmpty()) {
            throw new ToolFailure(
                    "too_large",
                    "There are more than " + MOST_OF_ALL + " " + kind.plural()
                            + "; ask for one namespace, or with a selector",
                    Duration.ZERO);
        }
    }

    /** The same, as a list, as far as there is room for it. */
    public List<ObjectNode> all(Kind kind, Selection selection) {
        Armful all = new Armful();
        each(kind, selection, all::add);
        return all.objects();
    }

    /** The first of them. */
    public List<ObjectNode> first(int count, Kind kind, Selection selection) {
        return page(kind, selection, count, null, Request.JSON)
                .path("items")
                .valueStream()
                .filter(item -> isServed(kind, item))
                .map(item -> named(kind, item))
                .toList();
    }

    /** Whether the rules let an object be seen that stands in a list over all namespaces. */
    public boolean isServed(Kind kind, JsonNode object) {
        JsonNode metadata = object.path("metadata");
        String where = metadata.path(kind.isNamespace() ? "name" : "namespace").asString("");
        return where.isEmpty() || around.rules().allowsNamespace(where);
    }

    /** Whether lists over all namespaces have to be looked through ({@link #isServed}). */
    public boolean hidesNamespaces(Kind kind, String namespace) {
        return around.rules().namesNamespaces() && (kind.isNamespace() || (namespace.isEmpty() && kind.namespaced()));
    }

    /**
     * Does something with an object, or asks what belongs to it.
     *
     * @param verb as the rules call it
     */
    public JsonNode act(String verb, Kind kind, String namespace, String name, Request request) {
        around.rules().require(verb, kind, namespace, name);
        return json(request, send(request));
    }

    /** The same, where it may be that the cluster refuses: its answer, whatever it is. */
    public Answer attempt(String verb, Kind kind, String namespace, String name, Request request) {
        around.rules().require(verb, kind, namespace, name);
        Reply reply = send(request);
        JsonNode tree = reply.tree();
        return new Answer(
                reply.status(),
                tree instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode(),
                reply.isSuccess()
                        ? ""
                        : String.valueOf(
                                Troubles.of(cluster.name(), request, reply).getMessage()));
    }

    /**
     * What a cluster answered.
     *
     * @param failure what went wrong; empty where nothing did
     */
    public record Answer(int status, ObjectNode object, String failure) {}

    /** Text that belongs to an object. */
    public String text(Kind kind, String namespace, String name, Request request) {
        around.rules().require("get", kind, namespace, name);
        Reply reply = send(request);
        if (!reply.isSuccess()) {
            throw Troubles.of(cluster.name(), request, reply);
        }
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    /** What has no end: lines that belong to an object, until the time is over or the cluster ends it. */
    public void lines(Follow follow, Consumer<String> taker) {
        around.rules().require(follow.verb(), follow.kind(), follow.namespace(), follow.name());
        try (Cluster.Stream stream = cluster.stream(follow.request(), as, follow.longest(), cancellation)) {
            new Lines(stream.body()).each(taker);
        }
        cancellation.check();
    }

    /** What is followed. */
    public record Follow(String verb, Kind kind, String namespace, String name, Request request, Duration longest) {
        /** The same, seen by its time. */
        public static Follow logs(Kind kind, String namespace, String name, Request request, Duration longest) {
            return new Follow("get", kind, namespace, name, request, longest);
        }
    }

    /** Opens a channel to a pod: commands and ports. */
    public Channel channel(Kind pod, String namespace, String name, String subresource, Parameters query) {
        around.rules().require("create", pod, namespace, name);
        Request request = Request.get(pod.path(namespace, name) + "/" + subresource, query, "*/*");
        return Channel.open(listener -> cluster.open(request, Channel.PROTOCOL, listener, as, cancellation));
    }

    /** Asks what concerns no object: reviews, versions, schemas. */
    public JsonNode ask(Request request) {
        return request.onlyReads() ? read(request) : json(request, send(request));
    }

    /**
     * Passes on what a program asks of the API by itself, within the rules: what would be about objects of all namespaces is not, where
     * some are not served.
     *
     * @param passage what is asked, by path and method
     * @throws ToolFailure where the rules leave it out, or the cluster cannot be reached
     */
    public Relayed relay(Passage passage, Request request) {
        if (!passage.verb().isEmpty()) {
            Kind kind = relayed(passage);
            around.rules().require(passage.verb(), kind, passage.namespace(), passage.name());
            if (hidesNamespaces(kind, passage.namespace())
                    && !(kind.isNamespace() && !passage.name().isEmpty())) {
                throw new ToolFailure(
                        "forbidden",
                        "The " + kind.plural()
                                + " of all namespaces are not served here: an operator's rules leave some out",
                        Duration.ZERO);
            }
        }
        Reply reply = cluster.send(request, as, cancellation);
        return new Relayed(reply.status(), reply.type(), reply.body());
    }

    /**
     * What a cluster answered to what was passed on.
     *
     * @param body not changed any more
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes of the wire, never compared
    public record Relayed(int status, String type, byte[] body) {}

    private Kind relayed(Passage passage) {
        Optional<Kind> known = kindOf(kinds(), passage);
        return known.or(() -> kindOf(around.kinds().fresh(key(), this::discover), passage))
                .orElseThrow(() -> new ToolFailure(
                        "not_found", "This cluster has no " + PlainText.echo(passage.plural()), Duration.ZERO));
    }

    private static Optional<Kind> kindOf(Kinds kinds, Passage passage) {
        return kinds.all().stream()
                .filter(kind ->
                        kind.group().equals(passage.group()) && kind.plural().equals(passage.plural()))
                .findFirst();
    }

    /** Why the operator's rules leave that out; empty where they do not. */
    public String refusal(String verb, Kind kind, String namespace, String name) {
        try {
            around.rules().require(verb, kind, namespace, name);
            return "";
        } catch (ToolFailure refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    /** What the operator's rules say; empty where they leave everything to the cluster. */
    public String rules() {
        return around.rules().told();
    }

    public void requireNamespace(String namespace) {
        around.rules().requireNamespace(namespace);
    }

    /** The schema that is there: what a cluster knows of its kinds, which changes slowly. */
    public JsonNode schema(Request request) {
        return kept(ListCache.SCHEMAS, request);
    }

    private JsonNode kept(String kind, Request request) {
        ListCache.Asker asker = new ListCache.Asker(place(), as, who);
        return around.lists()
                .get(kind, asker, request, cancellation, () -> asked(request))
                .tree();
    }

    private JsonNode read(Request request) {
        return asked(request).tree();
    }

    private ListCache.Page asked(Request request) {
        AtomicBoolean leads = new AtomicBoolean();
        try {
            return landed(null, request, leads);
        } catch (ToolFailure failure) {
            if (leads.get() || !Turnstile.isBusy(failure)) {
                throw failure;
            }
            // Who was joined asks for too much: that is his fault, and none of this caller, who has turns of his own.
            return landed(who, request, leads);
        }
    }

    private ListCache.Page landed(@Nullable Principal alone, Request request, AtomicBoolean leads) {
        Reading key = new Reading(place(), as.mark(), alone, request.target(), request.accept());
        return around.flights()
                .read(key, cancellation, () -> {
                    leads.set(true);
                    Reply reply = send(request);
                    return new ListCache.Page(json(request, reply), reply.body().length);
                })
                .value();
    }

    private Reply send(Request request) {
        try {
            return cluster.send(request, as, cancellation);
        } finally {
            if (!request.onlyReads()) {
                around.lists().changed(place());
            }
        }
    }

    private String place() {
        return cluster.name() + " " + cluster.server();
    }

    private JsonNode json(Request request, Reply reply) {
        if (!reply.isSuccess()) {
            throw Troubles.of(cluster.name(), request, reply);
        }
        JsonNode tree = reply.tree();
        if (tree == null) {
            throw Troubles.strange(cluster.name(), reply);
        }
        return tree;
    }

    /** What stands in a list does not say its kind; the redaction goes by it. What only servers care for is left out. */
    public static ObjectNode named(Kind kind, JsonNode object) {
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        named.put("apiVersion", kind.apiVersion()).put("kind", kind.name());
        if (object instanceof ObjectNode tree) {
            named.setAll(tree);
            named.put("apiVersion", kind.apiVersion()).put("kind", kind.name());
            if (tree.path("metadata") instanceof ObjectNode metadata && metadata.has("managedFields")) {
                ObjectNode kept = metadata.deepCopy();
                kept.remove("managedFields");
                named.set("metadata", kept);
            }
        }
        return named;
    }

    /** The objects of a list. */
    public static ArrayNode items(JsonNode list) {
        return list.path("items") instanceof ArrayNode items ? items : JsonNodeFactory.instance.arrayNode();
    }

    private Kinds kinds() {
        return around.kinds().of(key(), this::discover);
    }

    private Kinds discover() {
        return new Kinds(new Discovery(this::read).read());
    }

    private KindsCache.Key key() {
        return new KindsCache.Key(cluster.name(), cluster.server(), as.mark());
    }
}

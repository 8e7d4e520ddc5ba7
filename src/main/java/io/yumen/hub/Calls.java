package io.yumen.hub;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Results;
import io.yumen.hub.forms.EntryForm;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.members.Catalog;
import io.yumen.hub.members.Departed;
import io.yumen.hub.members.Fleet;
import io.yumen.hub.members.Member;
import io.yumen.hub.members.Merged;
import io.yumen.hub.names.Named;
import io.yumen.hub.names.Nearest;
import io.yumen.hub.names.Prefixing;
import io.yumen.hub.names.TaskId;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Methods;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Sends calls to the server that has what is called: by name, by task id, or because there is no other. */
final class Calls {
    private final Prefixing prefixing;
    private final Permits permits;
    private final Resources resources;
    private final ListPages pages;

    Calls(Prefixing prefixing, Permits permits, Resources resources, ListPages pages) {
        this.prefixing = prefixing;
        this.permits = permits;
        this.resources = resources;
        this.pages = pages;
    }

    /** Calls a tool or gets a prompt. */
    ObjectNode use(Fleet fleet, Listing listing, Exchange exchange) {
        String name = text(exchange.params(), "name");
        Catalog catalog = fleet.catalog(exchange.caller());
        Named named = named(fleet, catalog, listing, name, exchange);
        Member member = fleet.get(named.server());
        permits.requireUse(
                exchange,
                new Permits.Wanted(member, catalog, listing, named),
                () -> unknown(listing, name, catalog, exchange));
        String tool = listing == Listing.TOOLS ? named.original() : "";
        return resources.send(member, catalog, tool, renamed(exchange, named));
    }

    /** Completes an argument of a prompt or a resource template. */
    ObjectNode complete(Fleet fleet, Exchange exchange) {
        if (!(exchange.params().get("ref") instanceof ObjectNode ref)) {
            throw RpcException.invalidParams("params.ref must be an object");
        }
        boolean isPrompt = ref.path("type").asString("").equals("ref/prompt");
        Listing listing = isPrompt ? Listing.PROMPTS : Listing.TEMPLATES;
        String key = isPrompt ? "name" : "uri";
        Catalog catalog = fleet.catalog(exchange.caller());
        Named named = isPrompt
                ? named(fleet, catalog, listing, text(ref, key), exchange)
                : resources.template(fleet, catalog, text(ref, key), exchange);
        Member member = fleet.get(named.server());
        requireCompletable(new Permits.Wanted(member, catalog, listing, named), exchange);
        ObjectNode params = exchange.params();
        if (named.isRenamed()) {
            params = EntryForm.copy(params);
            params.set("ref", EntryForm.copy(ref).put(key, named.original()));
        }
        return completion(member, exchange.withParams(params));
    }

    private void requireCompletable(Permits.Wanted wanted, Exchange exchange) {
        String exposed = wanted.named().exposed();
        Listing listing = wanted.listing();
        if (listing == Listing.PROMPTS) {
            permits.requireEntry(exchange, wanted, () -> unknown(listing, exposed, wanted.catalog(), exchange));
        } else {
            permits.requireResource(
                    exchange, wanted.member(), wanted.named().original(), () -> Resources.notFound(exposed));
        }
    }

    /** Does something with a task: its id says which server has it, and which tool began it. */
    ObjectNode task(Fleet fleet, Exchange exchange) {
        String id = taskId(exchange);
        TaskId task = TaskId.read(id);
        Member member = task == null ? null : fleet.find(task.server());
        if (task == null || member == null) {
            throw unknownTask(id);
        }
        Catalog catalog = fleet.catalog(exchange.caller());
        permits.requireTask(exchange, new Permits.Begun(member, catalog, task), () -> unknownTask(id));
        ObjectNode params = EntryForm.copy(exchange.params()).put("taskId", task.own());
        return resources.send(member, catalog, task.tool(), exchange.withParams(params));
    }

    /** Passes a method that we do not know to the server, where there is only one. */
    ObjectNode unknown(Fleet fleet, Exchange exchange) {
        Member only = permits.only(fleet, exchange.caller());
        if (only == null) {
            throw RpcException.methodNotFound(exchange.method());
        }
        permits.requireMethod(exchange, only);
        return resources.send(only, fleet.catalog(exchange.caller()), exchange);
    }

    /** The id of the one task that a request is about; several at once lead to several servers. */
    static String taskId(Exchange exchange) {
        if (exchange.params().has("taskIds")) {
            throw RpcException.invalidParams("A request is about one task, which params.taskId names");
        }
        return exchange.params().path("taskId").asString("");
    }

    /** Whether that request is about tasks that it names: one by its id, and in no other way. */
    static boolean namesTasks(Exchange exchange) {
        return Methods.isOfTasks(exchange.method())
                && (exchange.params().has("taskId") || exchange.params().has("taskIds"));
    }

    static RpcException unknownTask(String id) {
        return RpcException.invalidParams("Unknown task: " + PlainText.echo(id));
    }

    /** Tells every server something that the caller may see; those that nobody uses do not care. */
    ObjectNode tell(Fleet fleet, Exchange exchange) {
        for (Member member : fleet.members()) {
            if (!permits.shows(exchange.caller(), member)) {
                continue;
            }
            Thread.ofVirtual().name("tell-" + member.name()).start(() -> {
                try {
                    member.handle(exchange);
                } catch (RpcException | Departed e) {
                    // Nobody waits for the answer to a notification.
                }
            });
        }
        return Results.empty();
    }

    static String text(ObjectNode params, String key) {
        if (!params.path(key).isString()) {
            throw RpcException.invalidParams("params." + key + " must be a string");
        }
        String text = params.path(key).stringValue();
        if (text.length() > HubLimits.LONGEST_NAME) {
            throw RpcException.invalidParams(
                    "params." + key + " has more than " + HubLimits.LONGEST_NAME + " characters");
        }
        return text;
    }

    /** The tool that bears that name, as far as lists are known; null where none does. */
    @Nullable
    Named bearer(Fleet fleet, Catalog catalog, String tool) {
        Named known = catalog.known(Listing.TOOLS).find(tool);
        Named atHand = known == null ? catalog.atHand(Listing.TOOLS).find(tool) : known;
        Member only = fleet.only();
        return atHand == null && only != null && prefixing != Prefixing.ALWAYS
                ? new Named(only.name(), tool, tool)
                : atHand;
    }

    private Named named(Fleet fleet, Catalog catalog, Listing listing, String name, Exchange exchange) {
        Named known = catalog.known(listing).find(name);
        if (known != null) {
            return known;
        }
        Member only = permits.only(fleet, exchange.caller());
        if (only != null && prefixing != Prefixing.ALWAYS) {
            // With one server there is nothing to choose, and what it does not list it may still have.
            Named plain = new Named(only.name(), name, name);
            only.requireOffered(listing, plain);
            return plain;
        }
        Named atHand = catalog.atHand(listing).find(name);
        if (atHand != null) {
            return atHand;
        }
        Merged current = catalog.current(listing, exchange.caller(), permits.seenBy(exchange.caller()));
        Named found = current.find(name);
        if (found == null) {
            throw unknown(listing, name, catalog.atHand(listing), exchange);
        }
        return found;
    }

    /** What is hidden takes as long to be unknown as what is not there: the lists of those who are seen are waited for. */
    private RpcException unknown(Listing listing, String name, Catalog catalog, Exchange exchange) {
        catalog.current(listing, exchange.caller(), permits.seenBy(exchange.caller()));
        return unknown(listing, name, catalog.atHand(listing), exchange);
    }

    /** Says what might have been meant, and which servers could not be asked. */
    private RpcException unknown(Listing listing, String name, Merged current, Exchange exchange) {
        List<String> seen = pages.visible(current, exchange.caller()).names().stream()
                .map(Named::exposed)
                .toList();
        String nearest = Nearest.to(name, seen)
                .map(known -> ". Did you mean " + known + "?")
                .orElse("");
        String absent = current.sources().stream()
                .filter(source -> source.list() == null && source.trouble() != null)
                .filter(source -> permits.shows(exchange.caller(), source.member()))
                .map(source -> source.member().name() + " (" + reason(source.trouble()) + ")")
                .collect(Collectors.joining(", "));
        String word = listing == Listing.TOOLS ? "tool" : "prompt";
        return RpcException.invalidParams("Unknown " + word + ": " + PlainText.echo(name) + nearest
                + (absent.isEmpty()
                        ? ""
                        : (nearest.isEmpty() ? "." : "") + " These servers do not answer now: " + absent));
    }

    private static String reason(@Nullable RpcException trouble) {
        return trouble == null ? "" : trouble.error().message();
    }

    private static Exchange renamed(Exchange exchange, Named named) {
        return named.isRenamed()
                ? exchange.withParams(EntryForm.copy(exchange.params()).put("name", named.original()))
                : exchange;
    }

    /** A server without completions has none to offer; that another one has them is no reason for an error. */
    private static ObjectNode completion(Member member, Exchange exchange) {
        try {
            return member.handle(exchange);
        } catch (RpcException e) {
            RpcError error = e.error();
            if (error.code() != ErrorCode.METHOD_NOT_FOUND) {
                throw e;
            }
            ObjectNode result = Results.empty();
            result.putObject("completion").putArray("values");
            return result;
        }
    }
}

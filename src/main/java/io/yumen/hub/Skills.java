package io.yumen.hub;

import io.yumen.exchange.Exchange;
import io.yumen.hub.forms.EntryForm;
import io.yumen.hub.lists.ServerDescription;
import io.yumen.hub.members.Catalog;
import io.yumen.hub.members.Fleet;
import io.yumen.hub.members.Member;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The skills of all servers that have any (extension {@code io.modelcontextprotocol/skills}) as one list. A skill and its
 * files are resources: they are got and read as those are.
 *
 * @param resources remembers whose the skills are
 * @param permits whose skills the caller may see
 * @param patience how long a server may take to say what it has
 */
record Skills(Resources resources, Permits permits, Duration patience) {
    private static final String SKILLS = "skills";
    private static final String CURSOR = "nextCursor";
    private static final int MOST_PAGES = 100;
    private static final int MOST_SKILLS = 10_000;

    /**
     * The list, in the order of the servers; of two skills with the same URI the first.
     *
     * @throws RpcException method not found, where no server has skills; what the last one failed with, where all did
     */
    ObjectNode list(Fleet fleet, Exchange exchange) {
        Catalog catalog = fleet.catalog(exchange.caller());
        Member only = permits.only(fleet, exchange.caller());
        if (only != null) {
            return visible(only, exchange, resources.send(only, catalog, exchange));
        }
        List<Member> able = able(catalog, exchange);
        if (able.isEmpty()) {
            throw RpcException.methodNotFound(exchange.method());
        }
        Map<String, JsonNode> skills = new LinkedHashMap<>();
        @Nullable RpcException failure = null;
        int answered = 0;
        for (Member member : able) {
            try {
                gather(member, exchange, skills);
                answered++;
            } catch (RpcException e) {
                exchange.cancellation().check();
                failure = e;
            }
        }
        if (answered == 0 && failure != null) {
            throw failure;
        }
        return result(skills);
    }

    /** What the caller may see of a result of that server. */
    ObjectNode visible(Member member, Exchange exchange, ObjectNode result) {
        if (permits.isOpen()) {
            return result;
        }
        ArrayNode seen = JsonNodeFactory.instance.arrayNode();
        for (JsonNode skill : result.path(SKILLS)) {
            if (permits.shows(exchange.caller(), member, skill.path("uri").asString(""))) {
                seen.add(skill);
            }
        }
        ObjectNode copy = EntryForm.copy(result);
        copy.set(SKILLS, seen);
        return copy;
    }

    private List<Member> able(Catalog catalog, Exchange exchange) {
        List<Member> able = new ArrayList<>();
        for (int i = 0; i < catalog.members().size(); i++) {
            Member member = catalog.members().get(i);
            if (!permits.shows(exchange.caller(), member)) {
                continue;
            }
            ServerDescription known =
                    member.lists().awaitDescription(catalog.scope(i), patience).value();
            if (known != null && known.capabilities().path("extensions").has(Methods.SKILLS_EXTENSION)) {
                able.add(member);
            }
        }
        return able;
    }

    private void gather(Member member, Exchange exchange, Map<String, JsonNode> skills) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        for (int page = 0; page < MOST_PAGES && skills.size() < MOST_SKILLS; page++) {
            ObjectNode result = member.handle(exchange.withParams(params));
            for (JsonNode skill : result.path(SKILLS)) {
                String uri = skill.path("uri").asString("");
                if (permits.shows(exchange.caller(), member, uri) && skills.putIfAbsent(uri, skill) == null) {
                    resources.seen(uri, member);
                    skill.path("resources")
                            .forEach(file -> resources.seen(file.path("uri").asString(""), member));
                }
            }
            if (!result.path(CURSOR).isString()) {
                return;
            }
            params = JsonNodeFactory.instance.objectNode();
            params.set("cursor", result.path(CURSOR));
        }
    }

    private static ObjectNode result(Map<String, JsonNode> skills) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode list = result.putArray(SKILLS);
        skills.values().forEach(list::add);
        return result.put("ttlMs", 0).put("cacheScope", "private");
    }
}

package io.yumen.hub;

import io.yumen.exchange.Exchange;
import io.yumen.hub.lists.Answer;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.lists.ServerDescription;
import io.yumen.hub.members.Catalog;
import io.yumen.hub.members.Fleet;
import io.yumen.hub.members.Member;
import io.yumen.protocol.Methods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code server/discover} for all servers: what they can do together, and how they want to be used. */
record Discovery(Permits permits, Duration patience) {
    private static final String LIST_CHANGED = "listChanged";

    ObjectNode discover(Fleet fleet, Exchange exchange) {
        Catalog catalog = fleet.catalog(exchange.caller());
        List<Member> members = catalog.members();
        List<Integer> seen = IntStream.range(0, members.size())
                .filter(i -> permits.shows(exchange.caller(), members.get(i)))
                .boxed()
                .toList();
        for (int i : seen) {
            members.get(i).lists().refreshDescription(catalog.scope(i), exchange.caller());
        }
        ObjectNode capabilities = JsonNodeFactory.instance.objectNode();
        List<Section> sections = new ArrayList<>();
        boolean isWhole = true;
        for (int i : seen) {
            Answer<ServerDescription> answer = members.get(i).lists().awaitDescription(catalog.scope(i), patience);
            ServerDescription description = answer.value();
            if (description == null) {
                isWhole = false;
            } else {
                unite(capabilities, description.capabilities());
                sections.add(new Section(members.get(i), description.instructions()));
            }
        }
        promiseLists(capabilities, isWhole ? List.of(Listing.TOOLS) : Arrays.asList(Listing.values()));
        if (!isWhole) {
            promiseTheRest(capabilities);
        }
        return result(capabilities, instructions(sections));
    }

    private static ObjectNode result(ObjectNode capabilities, String instructions) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set("capabilities", capabilities);
        if (!instructions.isEmpty()) {
            result.put("instructions", instructions);
        }
        return result.put("ttlMs", 0).put("cacheScope", "private");
    }

    /**
     * Lists can change because servers come and go, whatever each server says of its own. A server that has not said yet
     * what it can do may have any list: it shows when it is there.
     */
    private static void promiseLists(ObjectNode capabilities, List<Listing> atLeast) {
        atLeast.forEach(listing -> capabilities.withObjectProperty(listing.capability()));
        for (Listing listing : Listing.values()) {
            if (capabilities.get(listing.capability()) instanceof ObjectNode capability) {
                capability.put(LIST_CHANGED, true);
            }
        }
    }

    /** What a server that has not said yet may have: where it turns out to have none, there are none to be had. */
    private static void promiseTheRest(ObjectNode capabilities) {
        capabilities.withObjectProperty("completions");
        capabilities.withObjectProperty(Listing.RESOURCES.capability()).put("subscribe", true);
        capabilities.withObjectProperty("extensions").withObjectProperty(Methods.TASKS_EXTENSION);
    }

    /** Adds what is not there yet; of two truth values, true wins: one server that can do it is enough. */
    private static void unite(ObjectNode all, ObjectNode more) {
        for (Map.Entry<String, JsonNode> entry : more.properties()) {
            JsonNode known = all.get(entry.getKey());
            if (known == null) {
                all.set(entry.getKey(), entry.getValue().deepCopy());
            } else if (known instanceof ObjectNode into && entry.getValue() instanceof ObjectNode from) {
                unite(into, from);
            } else if (entry.getValue().isBoolean() && entry.getValue().booleanValue()) {
                all.put(entry.getKey(), true);
            }
        }
    }

    private static String instructions(List<Section> sections) {
        List<Section> told =
                sections.stream().filter(section -> !section.text().isBlank()).toList();
        if (sections.size() == 1 && told.size() == 1) {
            return told.getFirst().text();
        }
        StringBuilder text = new StringBuilder();
        for (Section section : told) {
            text.append(text.isEmpty() ? "" : "\n\n")
                    .append("# ")
                    .append(section.member().name())
                    .append("\n\n")
                    .append(section.text().strip());
        }
        return text.toString();
    }

    /** What one server says of its use. */
    private record Section(Member member, String own) {
        String text() {
            String override = member.options().instructionOverride();
            return override == null ? own : override;
        }
    }
}

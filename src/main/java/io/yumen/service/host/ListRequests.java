package io.yumen.service.host;

import io.yumen.exchange.Exchange;
import io.yumen.protocol.RpcException;
import io.yumen.service.Offer;
import io.yumen.service.Prompt;
import io.yumen.service.Resource;
import io.yumen.service.ResourceTemplate;
import io.yumen.service.Tool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers the list methods, a page at a time. A cursor names the last entry that was shown. */
final class ListRequests {
    private final ServiceLimits limits;

    ListRequests(ServiceLimits limits) {
        this.limits = limits;
    }

    ObjectNode tools(Exchange exchange, Offer offer) {
        return page(exchange, "tools", offer.tools(), Tool::name, Tool::toJson);
    }

    ObjectNode prompts(Exchange exchange, Offer offer) {
        return page(exchange, "prompts", offer.prompts(), Prompt::name, Prompt::toJson);
    }

    ObjectNode resources(Exchange exchange, Offer offer) {
        return page(exchange, "resources", offer.resources(), Resource::uri, Resource::toJson);
    }

    ObjectNode templates(Exchange exchange, Offer offer) {
        return page(
                exchange,
                "resourceTemplates",
                offer.templates(),
                template -> template.template().text(),
                ResourceTemplate::toJson);
    }

    /** Says that the result may be kept that long, and is the same for everybody (2026-07-28, "Caching"). */
    static ObjectNode keepForAll(ObjectNode result, Duration ttl) {
        return result.put("ttlMs", ttl.toMillis()).put("cacheScope", "public");
    }

    /** Says that the result may be kept that long, for the same principal. */
    static ObjectNode keepForOne(ObjectNode result, Duration ttl) {
        return result.put("ttlMs", ttl.toMillis()).put("cacheScope", "private");
    }

    private <T> ObjectNode page(
            Exchange exchange, String key, List<T> entries, Function<T, String> name, Function<T, ObjectNode> form) {
        int from = start(exchange, entries, name);
        int to = Math.min(from + limits.pageSize(), entries.size());
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode shown = result.putArray(key);
        entries.subList(from, to).forEach(entry -> shown.add(form.apply(entry)));
        if (to < entries.size()) {
            String last = name.apply(entries.get(to - 1));
            result.put(
                    "nextCursor",
                    Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8)));
        }
        return keepForAll(result, limits.listTtl());
    }

    private static <T> int start(Exchange exchange, List<T> entries, Function<T, String> name) {
        if (!exchange.params().has("cursor")) {
            return 0;
        }
        String last = decode(exchange.params().path("cursor").asString(""));
        return IntStream.range(0, entries.size())
                        .filter(i -> name.apply(entries.get(i)).equals(last))
                        .findFirst()
                        .orElseThrow(ListRequests::badCursor)
                + 1;
    }

    private static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw badCursor();
        }
    }

    private static RpcException badCursor() {
        return RpcException.invalidParams(
                "The cursor is not one of this list, or the list has changed; start again without it");
    }
}

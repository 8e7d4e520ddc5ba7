package io.yumen.service.awsdocs.demo;

import io.yumen.http.Headers;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.service.awsdocs.demo.DemoDesk.Question;
import io.yumen.service.awsdocs.demo.DemoDesk.Reply;
import io.yumen.service.awsdocs.demo.DemoPages.DemoPage;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The search and the recommendations, in the shapes that AWS answers with. */
final class DemoSearch {
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);
    private static final String GUIDE = "aws-docs-search-guide";
    private static final String PRODUCT = "aws-docs-search-product";

    private static final LocalDate ADDED = LocalDate.of(2026, 1, 15);

    private final DemoPages pages;

    DemoSearch(DemoPages pages) {
        this.pages = pages;
    }

    Reply search(Question question) {
        JsonNode asked;
        try {
            asked = CODEC.read(question.body());
        } catch (RpcException e) {
            return Reply.of(400, "application/json", "{\"message\":\"The request is no JSON\"}");
        }
        List<String> words = words(asked.path("textQuery").path("input").stringValue(""));
        List<DemoPage> found = pages.all().stream()
                .filter(page -> page.path().startsWith("docs.aws.amazon.com/"))
                .filter(page -> isWanted(page, asked.path("contextAttributes")))
                .filter(page -> score(page, words) > 0)
                .sorted(Comparator.comparingInt((DemoPage page) -> -score(page, words)))
                .toList();
        ObjectNode answer = object().put("queryId", "demo-" + Integer.toHexString(words.hashCode()));
        ArrayNode suggestions = answer.putArray("suggestions");
        found.forEach(page -> suggestions.addObject().set("textExcerptSuggestion", suggestion(page)));
        ObjectNode facets = answer.putObject("facets");
        facets.putArray(PRODUCT).add("Harbor");
        ArrayNode guides = facets.putArray(GUIDE);
        found.stream().map(DemoPage::guide).distinct().forEach(guides::add);
        answer.putObject("metadata").putArray("discovered_services").add("Harbor");
        return json(answer);
    }

    Reply recommend(Question question) {
        Optional<DemoPage> page = parameter(question.query(), "path").flatMap(pages::named);
        if (page.isEmpty()) {
            return json(object());
        }
        List<DemoPage> others = pages.all().stream()
                .filter(other -> other.guide().equals(page.get().guide()))
                .filter(other -> !other.equals(page.get()))
                .toList();
        ObjectNode answer = object();
        items(answer, "highlyRated", others.stream().limit(1).toList(), DemoSearch::recommended);
        items(
                answer,
                "new",
                others.stream().skip(1).limit(1).toList(),
                other -> recommended(other).put("dateCreated", ADDED.toString()));
        items(answer, "similar", others.stream().skip(2).toList(), DemoSearch::recommended);
        items(answer, "journey", others.stream().limit(1).toList(), other -> {
            ObjectNode intent = object().put("intent", "Use " + other.guide());
            intent.putArray("urls").add(recommended(other));
            return intent;
        });
        return json(answer);
    }

    private static ObjectNode suggestion(DemoPage page) {
        ObjectNode said = object().put("link", page.url())
                .put("title", page.title())
                .put("summary", page.summary())
                .put("suggestionBody", page.title() + ". " + page.summary());
        ArrayNode context = said.putArray("context");
        context.addObject().put("key", GUIDE).put("value", page.guide());
        context.addObject().put("key", PRODUCT).put("value", "Harbor");
        ObjectNode metadata = said.putObject("metadata");
        metadata.putArray("sections").add(page.title());
        metadata.putArray("recommended_sections");
        metadata.putArray("additional_urls");
        return said;
    }

    private static ObjectNode recommended(DemoPage page) {
        return object().put("url", page.url()).put("assetTitle", page.title()).put("abstract", page.summary());
    }

    private static void items(
            ObjectNode answer, String name, List<DemoPage> pages, Function<DemoPage, ObjectNode> shape) {
        ArrayNode items = answer.putObject(name).putArray("items");
        pages.stream().map(shape).forEach(items::add);
    }

    private int score(DemoPage page, List<String> words) {
        String head = (page.title() + " " + page.summary()).toLowerCase(Locale.ROOT);
        String body = pages.text(page.path()).orElse("").toLowerCase(Locale.ROOT);
        return words.stream()
                .mapToInt(word -> (head.contains(word) ? 3 : 0) + (body.contains(word) ? 1 : 0))
                .sum();
    }

    private static boolean isWanted(DemoPage page, JsonNode attributes) {
        for (JsonNode attribute : attributes) {
            String value = attribute.path("value").stringValue("");
            boolean isOther = switch (attribute.path("key").stringValue("")) {
                case GUIDE -> !value.equals(page.guide());
                case PRODUCT -> !value.equals("Harbor");
                default -> false;
            };
            if (isOther) {
                return false;
            }
        }
        return true;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9:]+", -1))
                .filter(word -> word.length() > 2)
                .toList();
    }

    private static Optional<String> parameter(String query, String name) {
        return Arrays.stream(query.split("&", -1))
                .filter(part -> part.startsWith(name + "="))
                .map(part -> URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Reply json(ObjectNode answer) {
        return new Reply(200, Headers.of("Content-Type", "application/json"), JsonCodec.bytes(answer));
    }
}

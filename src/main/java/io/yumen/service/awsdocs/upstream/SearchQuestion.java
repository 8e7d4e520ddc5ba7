package io.yumen.service.awsdocs.upstream;

import io.yumen.protocol.JsonCodec;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is searched for.
 *
 * @param phrase the words
 * @param intent what the caller wants it for; goes nowhere unless that is switched on
 * @param products only of these, as the facets of an answer name them
 * @param guides only of these, likewise
 */
public record SearchQuestion(String phrase, String intent, List<String> products, List<String> guides) {
    private static final String NEURON = "neuron";

    public SearchQuestion {
        products = List.copyOf(products);
        guides = List.copyOf(guides);
    }

    /** Those words, anywhere. */
    public static SearchQuestion of(String phrase) {
        return new SearchQuestion(phrase, "", List.of(), List.of());
    }

    /** The same without saying what for. */
    public SearchQuestion withoutIntent() {
        return new SearchQuestion(phrase, "", products, guides);
    }

    byte[] json() {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.putObject("textQuery").put("input", phrase);
        ArrayNode attributes = question.putArray("contextAttributes");
        add(attributes, "domain", Site.GLOBAL.host());
        if (phrase.toLowerCase(Locale.ROOT).contains(NEURON)) {
            add(attributes, "domain", Site.NEURON.host());
        }
        products.forEach(product -> add(attributes, "aws-docs-search-product", product));
        guides.forEach(guide -> add(attributes, "aws-docs-search-guide", guide));
        question.put("acceptSuggestionBody", "RawText");
        question.putArray("locales").add("en_us");
        return JsonCodec.bytes(question);
    }

    private static void add(ArrayNode attributes, String key, String value) {
        attributes.addObject().put("key", key).put("value", value);
    }
}

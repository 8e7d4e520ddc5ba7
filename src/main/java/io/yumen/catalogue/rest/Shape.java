package io.yumen.catalogue.rest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is made of the answers of an operation. */
public sealed interface Shape {
    /**
     * A list.
     *
     * @param noun what is listed, in the plural
     * @param items JMESPath of the list in an answer
     * @param look how one is told
     * @param paging how further ones are read
     */
    record Items(String noun, String items, Look look, Paging paging) implements Shape {}

    /**
     * A single thing.
     *
     * @param find JMESPath of it in an answer
     * @param look how it is told
     */
    record One(String find, Look look) implements Shape {}

    /** Words. */
    record Words() implements Shape {}

    /**
     * How a thing is told.
     *
     * @param name JMESPath of what it is called; null for the first field of the summary
     * @param summary columns by their names, each a JMESPath; empty for the plain values of the thing itself
     */
    record Look(@Nullable String name, Map<String, String> summary) {
        public Look {
            summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
        }

        String nameOf(JsonNode thing, ObjectNode told) {
            if (name != null) {
                return Template.word(Pages.find(name, thing));
            }
            return told.isEmpty()
                    ? Template.word(thing)
                    : Template.word(told.iterator().next());
        }

        ObjectNode summaryOf(ObjectNode thing) {
            ObjectNode told = JsonNodeFactory.instance.objectNode();
            if (summary.isEmpty()) {
                thing.properties().forEach(part -> {
                    if (!part.getValue().isContainer()) {
                        told.set(part.getKey(), part.getValue());
                    }
                });
            } else {
                summary.forEach((column, query) -> told.set(column, Pages.find(query, thing)));
            }
            return told;
        }
    }

    /**
     * How the pages of a list are asked for.
     *
     * @param kind what says which page is wanted
     * @param parameter of the query in which that stands
     * @param size the parameter that says how many are wanted; null where there is none
     * @param most items of a page
     * @param first the number of the first page
     * @param next JMESPath of the next cursor or address in an answer; null for other kinds, and for addresses that stand in the
     *     header {@code Link}
     * @param total JMESPath of how many there are; null where the service does not say
     */
    record Paging(
            Kind kind,
            String parameter,
            @Nullable String size,
            int most,
            int first,
            @Nullable String next,
            @Nullable String total) {
        /** All is in one answer. */
        public static final Paging NONE = new Paging(Kind.NONE, "", null, 50, 1, null, null);

        /** What says which page is wanted. */
        public enum Kind {
            NONE,
            /** The number of the page. */
            PAGE,
            /** How many items stand before it. */
            OFFSET,
            /** What the answer before it said. */
            CURSOR,
            /** The query of the address that the answer before it had, in a header or in itself. */
            LINK
        }
    }
}

package io.yumen.service.prometheus;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a query came to.
 *
 * @param type of its result: vector, matrix, scalar or string
 * @param result as it is for the type
 * @param notes what Prometheus has to say of it: that a store did not answer, that a rate is of no counter
 */
record Told(String type, JsonNode result, List<String> notes) {
    /** Nothing, as the expression was refused. */
    static final Told REFUSED = new Told("", JsonNodeFactory.instance.arrayNode(), List.of());

    private static final int MOST_NOTES = 10;

    Told {
        notes = List.copyOf(notes);
    }

    boolean isRefused() {
        return equals(REFUSED);
    }

    static Told of(ObjectNode answer, ObjectNode data) {
        List<String> notes = Stream.of("warnings", "infos")
                .flatMap(kind -> answer.path(kind).valueStream())
                .map(note -> note.asString(""))
                .filter(note -> !note.isEmpty())
                .limit(MOST_NOTES)
                .toList();
        return new Told(data.path("resultType").asString(""), data.path("result"), notes);
    }
}

package io.yumen.audit;

import io.yumen.protocol.FieldWriter;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is recorded of the arguments of a call: enough to see that two calls had the same, not what they were.
 *
 * @param digest of all of them, made with a key, so that nobody can guess values and compare
 * @param names their names
 * @param values those that the configuration names
 */
public record Arguments(String digest, List<String> names, ObjectNode values) {
    /** Of a call without arguments. */
    public static final Arguments NONE = new Arguments("", List.of(), JsonNodeFactory.instance.objectNode());

    public Arguments {
        names = List.copyOf(names);
    }

    void write(FieldWriter json) {
        Fields.put(json, "digest", digest);
        json.put("names", names);
        if (!values.isEmpty()) {
            json.put("values", values);
        }
    }
}

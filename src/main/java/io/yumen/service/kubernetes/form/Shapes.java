package io.yumen.service.kubernetes.form;

import io.yumen.schema.JsonSchema;
import io.yumen.schema.Records;
import tools.jackson.databind.node.ObjectNode;

/** What structured contents look like that no record says. */
public final class Shapes {
    /** An object, of whatever kind. */
    public static final JsonSchema OBJECT = JsonSchema.of((ObjectNode) Records.parse("{\"type\": \"object\"}"));

    private Shapes() {}
}

package io.yumen.audit;

import io.yumen.protocol.FieldWriter;

/** A record says nothing of what is not known. */
final class Fields {
    private Fields() {}

    static void put(FieldWriter json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}

package io.yumen.protocol;

import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Writes one object as UTF-8 on one line, field by field: for records that are written by the thousand, and of which nobody
 * needs a tree. Each name is put once; nothing looks whether it was. One writer writes one object after another. For one thread.
 */
public final class FieldWriter {
    private final TreeWriter out = new TreeWriter();
    private boolean isFirst = true;

    public FieldWriter put(String name, String value) {
        name(name);
        out.string(value);
        return this;
    }

    public FieldWriter put(String name, long value) {
        name(name);
        out.put(TreeWriter.ascii(Long.toString(value)));
        return this;
    }

    /** Puts a tree; it is written at once. */
    public FieldWriter put(String name, JsonNode value) {
        name(name);
        out.value(value);
        return this;
    }

    /** Puts an object, of which that puts the fields. */
    public FieldWriter put(String name, Consumer<FieldWriter> fields) {
        name(name);
        isFirst = true;
        fields.accept(this);
        end();
        isFirst = false;
        return this;
    }

    /** Puts an array of texts. */
    public FieldWriter put(String name, List<String> values) {
        name(name);
        out.put('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            out.string(values.get(i));
        }
        out.put(']');
        return this;
    }

    /** The object; what is put next begins another one. */
    public byte[] bytes() {
        end();
        isFirst = true;
        return out.take();
    }

    /** Drops what was put since the object before was taken. */
    public FieldWriter begin() {
        out.take();
        isFirst = true;
        return this;
    }

    private void end() {
        if (isFirst) {
            out.put('{');
        }
        out.put('}');
    }

    private void name(String name) {
        out.put(isFirst ? '{' : ',');
        isFirst = false;
        out.string(name);
        out.put(':');
    }
}

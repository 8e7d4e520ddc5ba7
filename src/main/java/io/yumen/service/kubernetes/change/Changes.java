package io.yumen.service.kubernetes.change;

import io.yumen.schema.Doc;
import io.yumen.schema.Records;
import io.yumen.service.Content;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import io.yumen.service.answer.Redactor;
import io.yumen.service.kubernetes.form.Secrets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of objects: the structured content of each tool that changes some.
 *
 * @param objects each of them
 */
record Changes(@Doc("Each object") List<Changed> objects) {
    /** It brings something in, and leaves what is there. */
    static final ToolHints CREATE = new ToolHints(false, false, false, true);

    /** It sets what the same tool takes back. */
    static final ToolHints CHANGE = new ToolHints(false, false, true, true);

    /** It puts something in place of what is there, which may be lost with it. */
    static final ToolHints OVERWRITE = new ToolHints(false, true, true, true);

    /** It may destroy. */
    static final ToolHints DESTROY = new ToolHints(false, true, false, true);

    static final String FAILED = "failed";

    private static final Redactor REDACTOR = Secrets.redactor();

    Changes {
        objects = List.copyOf(objects);
    }

    /**
     * What became of one.
     *
     * @param object its kind and name
     * @param result one word, as in {@code created}
     * @param note more of it, or null
     */
    record Changed(
            @Doc("Kind and name") String object,
            @Doc("What became of it") String result,
            @Nullable @Doc("More of it") String note) {}

    static ToolResult one(String object, String result, @Nullable String note) {
        return new Changes(List.of(new Changed(object, result, note))).result();
    }

    /** A line for each; a failure where one of them is. */
    ToolResult result() {
        List<Changed> clean = objects.stream()
                .map(changed -> new Changed(
                        changed.object, changed.result, changed.note == null ? null : REDACTOR.text(changed.note)))
                .toList();
        String text = clean.stream()
                .map(changed ->
                        changed.object + ": " + changed.result + (changed.note == null ? "" : "\n" + changed.note))
                .collect(Collectors.joining("\n"));
        boolean isFailed = clean.stream().anyMatch(changed -> changed.result.equals(FAILED));
        return new ToolResult(List.of(Content.text(text)), Records.write(new Changes(clean)), isFailed);
    }
}

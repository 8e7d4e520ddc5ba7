package io.yumen.service.kubernetes.form;

import io.yumen.schema.Doc;
import io.yumen.schema.Records;
import io.yumen.service.Content;
import io.yumen.service.ToolResult;

/**
 * Text for programs: the structured content of each tool that answers with what a program wrote.
 *
 * @param text what was told
 */
public record Words(@Doc("The text") String text) {
    /** The same result, with its text for programs, too. */
    public static ToolResult structured(ToolResult result) {
        String text = result.content().stream()
                .filter(Content.Text.class::isInstance)
                .map(content -> ((Content.Text) content).text())
                .findFirst()
                .orElse("");
        return new ToolResult(result.content(), Records.write(new Words(text)), result.failed());
    }
}

package io.yumen.service.everything;

import io.yumen.service.Content;
import io.yumen.service.ResourceContents;
import io.yumen.service.Tool;
import io.yumen.service.ToolResult;
import java.util.List;

/** Tools that answer each kind of content. */
final class ContentTools {
    private ContentTools() {}

    static List<Tool> all() {
        return List.of(
                Tool.named("test_simple_text", "Simple text")
                        .does("Returns one line of text.")
                        .answers(call -> ToolResult.text("This is a simple text response for testing.")),
                Tool.named("test_image_content", "Image")
                        .does("Returns a picture: one red pixel.")
                        .answers(call -> ToolResult.of(image())),
                Tool.named("test_audio_content", "Audio")
                        .does("Returns a sound: a moment of silence.")
                        .answers(call -> ToolResult.of(new Content.Audio(Samples.WAV, Samples.WAV_TYPE))),
                Tool.named("test_embedded_resource", "Embedded resource")
                        .does("Returns a resource, whole.")
                        .answers(call -> ToolResult.of(embedded())),
                Tool.named("test_multiple_content_types", "Several kinds of content")
                        .does("Returns text, a picture and a resource together.")
                        .answers(call -> ToolResult.of(Content.text("Multiple content types test:"), image(), mixed())),
                Tool.named("test_resource_link", "Link to a resource")
                        .does("Returns a pointer to a resource that can be read.")
                        .answers(call -> ToolResult.of(new Content.Link(
                                Library.STATIC_TEXT, "static-text", "A text that never changes", "text/plain"))),
                Tool.named("test_error_handling", "A tool that fails")
                        .does("Always fails, the way a tool should: with a result that says why.")
                        .answers(call -> ToolResult.error("This tool intentionally returns an error for testing")));
    }

    static Content image() {
        return new Content.Image(Samples.PNG, Samples.PNG_TYPE);
    }

    private static Content embedded() {
        return new Content.Embedded(ResourceContents.text(
                "test://embedded-resource", "text/plain", "This is an embedded resource content."));
    }

    private static Content mixed() {
        return new Content.Embedded(ResourceContents.text(
                "test://mixed-content-resource", "application/json", "{\"test\":\"data\",\"value\":123}"));
    }
}

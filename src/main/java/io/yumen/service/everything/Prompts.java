package io.yumen.service.everything;

import io.yumen.service.Call;
import io.yumen.service.Completer;
import io.yumen.service.Content;
import io.yumen.service.InputRequired;
import io.yumen.service.Prompt;
import io.yumen.service.ResourceContents;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The prompts: plain, filled in, with each kind of content, and one that asks first. */
final class Prompts {
    private static final String CONTEXT = "user_context";

    private Prompts() {}

    static List<Prompt> all() {
        return List.of(
                new Prompt(
                        "test_simple_prompt",
                        "Simple prompt",
                        "One line.",
                        List.of(),
                        (arguments, call) -> say("One line", Content.text("This is a simple prompt for testing."))),
                new Prompt(
                        "test_prompt_with_arguments",
                        "Prompt with arguments",
                        "One line with two blanks.",
                        List.of(
                                needs("arg1", "First test argument", Completer.of("paris", "park", "party", "test")),
                                needs("arg2", "Second test argument", Completer.of("alpha", "beta", "gamma"))),
                        Prompts::fill),
                new Prompt(
                        "test_prompt_with_embedded_resource",
                        "Prompt with a resource",
                        "A resource, and what to do with it.",
                        List.of(needs(
                                "resourceUri",
                                "URI of the resource to embed",
                                Completer.of("test://example-resource", Library.STATIC_TEXT))),
                        Prompts::embed),
                new Prompt(
                        "test_prompt_with_image",
                        "Prompt with a picture",
                        "A picture, and what to do with it.",
                        List.of(),
                        (arguments, call) -> say(
                                "A picture", ContentTools.image(), Content.text("Please analyze the image above."))),
                new Prompt(
                        "test_input_required_result_prompt",
                        "Prompt that asks first",
                        "Asks for its context before it is written.",
                        List.of(),
                        Prompts::ask));
    }

    static Prompt.Messages say(String description, Content... contents) {
        return Prompt.Messages.ofUser(description, contents);
    }

    private static Prompt.Argument needs(String name, String description, Completer completer) {
        return new Prompt.Argument(name, description, true, completer);
    }

    private static Prompt.Outcome fill(Map<String, String> arguments, Call call) {
        return say(
                "Two blanks",
                Content.text("Prompt with arguments: arg1='" + arguments.get("arg1") + "', arg2='"
                        + arguments.get("arg2") + "'"));
    }

    private static Prompt.Outcome embed(Map<String, String> arguments, Call call) {
        String uri = arguments.getOrDefault("resourceUri", "");
        return say(
                "A resource",
                new Content.Embedded(
                        ResourceContents.text(uri, "text/plain", "Embedded resource content for testing.")),
                Content.text("Please process the embedded resource above."));
    }

    private static Prompt.Outcome ask(Map<String, String> arguments, Call call) {
        Optional<String> context = call.response(CONTEXT).flatMap(answer -> Questions.accepted(answer, "context"));
        return context.isPresent()
                ? say("With context", Content.text("Use this context: " + context.get()))
                : InputRequired.of(CONTEXT, Questions.text("What context should the prompt use?", "context"));
    }
}

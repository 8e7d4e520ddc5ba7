package io.yumen.service.everything;

import io.yumen.protocol.InputKind;
import io.yumen.protocol.JsonCodec;
import io.yumen.schema.Doc;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolDraft;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Tools that ask their client something and wait for the answer. */
final class AskTools {
    private static final int MAX_TOKENS = 100;

    private static final String PERSON = """
            {
              "username": {"type": "string", "description": "User's response"},
              "email": {"type": "string", "description": "User's email address"}
            }""";

    private static final String DEFAULTS = """
            {
              "name": {"type": "string", "description": "User name", "default": "John Doe"},
              "age": {"type": "integer", "description": "User age", "default": 30},
              "score": {"type": "number", "description": "User score", "default": 95.5},
              "status": {"type": "string", "description": "User status",
                         "enum": ["active", "inactive", "pending"], "default": "active"},
              "verified": {"type": "boolean", "description": "Verification status", "default": true}
            }""";

    private static final String CHOICES = """
            {
              "untitledSingle": {"type": "string", "enum": ["option1", "option2", "option3"]},
              "titledSingle": {"type": "string", "oneOf": [
                {"const": "value1", "title": "First Option"},
                {"const": "value2", "title": "Second Option"},
                {"const": "value3", "title": "Third Option"}]},
              "legacyEnum": {"type": "string", "enum": ["opt1", "opt2", "opt3"],
                             "enumNames": ["Option One", "Option Two", "Option Three"]},
              "untitledMulti": {"type": "array",
                                "items": {"type": "string", "enum": ["option1", "option2", "option3"]}},
              "titledMulti": {"type": "array", "items": {"anyOf": [
                {"const": "value1", "title": "First Choice"},
                {"const": "value2", "title": "Second Choice"},
                {"const": "value3", "title": "Third Choice"}]}}
            }""";

    private AskTools() {}

    record Prompted(
            @Doc(value = "What the client's model is asked", max = 100_000)
            String prompt) {}

    record Addressed(
            @Doc(value = "What the person is told", max = 100_000)
            String message) {}

    static List<Tool> all() {
        return List.of(
                ask("test_sampling", "Sampling", "Asks the client's model and returns what it said.")
                        .answers(
                                Prompted.class,
                                (input, call) -> ToolResult.text("LLM response: " + sample(call, input.prompt()))),
                ask("test_elicitation", "Elicitation", "Asks the person at the client for a name and an address.")
                        .answers(
                                Addressed.class,
                                (input, call) -> ToolResult.text("User response: "
                                        + elicit(call, input.message(), PERSON, "username", "email"))),
                ask("test_elicitation_sep1034_defaults", "A form with defaults", "Asks with a default for each type.")
                        .answers(call -> ToolResult.text("Elicitation completed: "
                                + elicit(call, "Please review and update the form fields with defaults", DEFAULTS))),
                ask("test_elicitation_sep1330_enums", "A form with choices", "Asks with each way to write a choice.")
                        .answers(call -> ToolResult.text("Elicitation completed: "
                                + elicit(call, "Please select options from the enum fields", CHOICES))),
                ask("test_missing_capability", "Needs sampling", "Refuses a client that did not declare sampling.")
                        .answers(call -> {
                            call.require(InputKind.SAMPLING);
                            return ToolResult.text("The client declared sampling");
                        }),
                ask("test_streaming_elicitation", "Elicitation after progress", "Reports progress, then asks.")
                        .answers(AskTools::progressThenAsk),
                ask("sample", "Ask the model", "Asks the client's model and returns its words alone.")
                        .answers(Prompted.class, (input, call) -> ToolResult.text(sample(call, input.prompt()))),
                ask("elicit", "Ask the person", "Asks the person at the client for a line of text and returns it.")
                        .answers(Addressed.class, AskTools::elicitLine),
                ask("list_roots", "Ask for the roots", "Returns the folders that the client says it works in.")
                        .answers(call -> ToolResult.text(
                                JsonCodec.text(call.ask(Questions.roots()).path("roots")))));
    }

    private static ToolDraft ask(String name, String title, String does) {
        return Tool.named(name, title).does(does).hints(ToolHints.READ_REMOTE);
    }

    private static String sample(Call call, String prompt) {
        return Questions.words(call.ask(Questions.sampling(prompt, MAX_TOKENS)));
    }

    private static String elicit(Call call, String message, String properties, String... required) {
        return Questions.outcome(call.ask(Questions.form(message, properties, required)));
    }

    private static ToolResult progressThenAsk(Call call) {
        call.progress(1, 2, "About to ask");
        return ToolResult.text(
                "Elicitation completed: " + elicit(call, "Please confirm", "{\"ok\": {\"type\": \"boolean\"}}"));
    }

    private static ToolResult elicitLine(Addressed input, Call call) {
        ObjectNode answer = call.ask(Questions.text(input.message(), "answer"));
        return Questions.accepted(answer, "answer")
                .map(ToolResult::text)
                .orElseGet(() -> ToolResult.error("The person did not answer: " + Questions.outcome(answer)));
    }
}

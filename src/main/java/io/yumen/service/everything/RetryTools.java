package io.yumen.service.everything;

import io.yumen.exchange.InputRequest;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.JsonCodec;
import io.yumen.service.Call;
import io.yumen.service.InputRequired;
import io.yumen.service.Tool;
import io.yumen.service.ToolDraft;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tools that ask without waiting: they answer {@code input_required} and are called again with the answers. */
final class RetryTools {
    private static final String NAME = "user_name";
    private static final String CONFIRM = "confirm";

    private RetryTools() {}

    static List<Tool> all() {
        return List.of(
                retry("elicitation", "Asks for a name, then greets it.", RetryTools::elicitation),
                retry("sampling", "Asks the client's model for the capital of France.", RetryTools::sampling),
                retry("list_roots", "Asks for the client's roots, then names them.", RetryTools::roots),
                retry("request_state", "Asks, and leaves a sealed state with the client.", RetryTools::confirmed),
                retry("tampered_state", "Refuses a state that the client has changed.", RetryTools::confirmed),
                retry("multiple_inputs", "Asks for a name, a greeting and the roots at once.", RetryTools::several),
                retry("multi_round", "Asks for a name, then for a color.", RetryTools::rounds),
                retry("capabilities", "Asks only what the client can be asked.", RetryTools::allowed));
    }

    /** Asks for the name until it is given; also used by others. */
    static InputRequired askName() {
        return InputRequired.of(NAME, Questions.text("What is your name?", "name"));
    }

    static Optional<String> name(Call call) {
        return call.response(NAME).flatMap(answer -> Questions.accepted(answer, "name"));
    }

    private static Tool retry(String feature, String does, ToolDraft.Plain handler) {
        return Tool.named("test_input_required_result_" + feature, "Input required: " + feature.replace('_', ' '))
                .does(does)
                .hints(ToolHints.READ_REMOTE)
                .answers(handler);
    }

    private static Tool.Outcome elicitation(Call call) {
        Optional<ObjectNode> answer = call.response(NAME);
        if (answer.isPresent()
                && !answer.get().path("action").asString("accept").equals("accept")) {
            return ToolResult.text("Nobody to greet: " + Questions.outcome(answer.get()));
        }
        Optional<String> name = name(call);
        return name.isPresent() ? ToolResult.text("Hello, " + name.get() + "!") : askName();
    }

    private static Tool.Outcome sampling(Call call) {
        Optional<ObjectNode> answer = call.response("capital_question");
        return answer.isPresent()
                ? ToolResult.text(Questions.words(answer.get()))
                : InputRequired.of("capital_question", Questions.sampling("What is the capital of France?", 100));
    }

    private static Tool.Outcome roots(Call call) {
        Optional<ObjectNode> answer = call.response("client_roots");
        return answer.isPresent()
                ? ToolResult.text("Client roots: " + JsonCodec.text(answer.get().path("roots")))
                : InputRequired.of("client_roots", Questions.roots());
    }

    private static Tool.Outcome confirmed(Call call) {
        boolean stateIsOurs = call.state().isPresent();
        if (stateIsOurs && call.response(CONFIRM).isPresent()) {
            return ToolResult.text("state-ok");
        }
        ObjectNode state = JsonNodeFactory.instance.objectNode().put("step", 1);
        return call.askAgain(
                state, Map.of(CONFIRM, Questions.form("Please confirm", "{\"ok\": {\"type\": \"boolean\"}}", "ok")));
    }

    private static Tool.Outcome several(Call call) {
        Map<String, InputRequest> questions = new LinkedHashMap<>();
        questions.put(NAME, Questions.text("What is your name?", "name"));
        questions.put("greeting", Questions.sampling("Generate a greeting", 50));
        questions.put("client_roots", Questions.roots());
        questions.keySet().removeIf(key -> call.response(key).isPresent());
        boolean firstTry = call.state().isEmpty();
        if (firstTry || !questions.isEmpty()) {
            return call.askAgain(JsonNodeFactory.instance.objectNode().put("step", 1), questions);
        }
        return ToolResult.text("All inputs received: " + name(call).orElse("nobody") + ", "
                + call.response("greeting").map(Questions::words).orElse("") + ", "
                + call.response("client_roots")
                        .map(answer -> JsonCodec.text(answer.path("roots")))
                        .orElse("[]"));
    }

    private static Tool.Outcome rounds(Call call) {
        ObjectNode state = call.state().orElseGet(JsonNodeFactory.instance::objectNode);
        Optional<String> known = Optional.ofNullable(state.get("name")).map(node -> node.asString(""));
        if (known.isEmpty()) {
            Optional<String> name = call.response("step1").flatMap(answer -> Questions.accepted(answer, "name"));
            return name.isPresent() ? askColor(call, name.get()) : askStepOne(call);
        }
        Optional<String> color = call.response("step2").flatMap(answer -> Questions.accepted(answer, "color"));
        return color.isPresent() ? ToolResult.text(known.get() + " likes " + color.get()) : askColor(call, known.get());
    }

    private static InputRequired askStepOne(Call call) {
        return call.askAgain(
                JsonNodeFactory.instance.objectNode().put("round", 1),
                Map.of("step1", Questions.text("Step 1: What is your name?", "name")));
    }

    private static InputRequired askColor(Call call, String name) {
        return call.askAgain(
                JsonNodeFactory.instance.objectNode().put("round", 2).put("name", name),
                Map.of("step2", Questions.text("Step 2: What is your favorite color?", "color")));
    }

    private static Tool.Outcome allowed(Call call) {
        Map<String, InputRequest> questions = new LinkedHashMap<>();
        if (call.caller().capabilities().allowsElicitation("form")) {
            questions.put(NAME, Questions.text("What is your name?", "name"));
        }
        if (call.caller().capabilities().allows(InputKind.SAMPLING)) {
            questions.put("greeting", Questions.sampling("Generate a greeting", 50));
        }
        if (call.caller().capabilities().allows(InputKind.ROOTS)) {
            questions.put("client_roots", Questions.roots());
        }
        if (questions.isEmpty()) {
            return ToolResult.text("The client can be asked nothing");
        }
        List<String> answered = questions.keySet().stream()
                .filter(key -> call.response(key).isPresent())
                .toList();
        return answered.isEmpty()
                ? new InputRequired(questions, null)
                : ToolResult.text("Answered: " + String.join(", ", answered));
    }
}

package io.yumen.service.host;

import io.yumen.exchange.Exchange;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.service.Call;
import io.yumen.service.Completer;
import io.yumen.service.InputRequired;
import io.yumen.service.Offer;
import io.yumen.service.Prompt;
import io.yumen.service.RequestState;
import io.yumen.service.ResourceTemplate;
import io.yumen.service.ToolFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code prompts/get} and {@code completion/complete}. */
final class PromptRequests {
    /** The protocol's limit ({@code CompleteResult}). */
    private static final int MAX_COMPLETIONS = 100;

    private final RequestState states;

    PromptRequests(RequestState states) {
        this.states = states;
    }

    ObjectNode get(Exchange exchange, Offer offer) {
        Prompt prompt = prompt(offer, exchange.params().path("name").asString(""));
        Map<String, String> arguments = strings(exchange.params().path("arguments"));
        prompt.arguments().stream()
                .filter(argument -> argument.required() && !arguments.containsKey(argument.name()))
                .findFirst()
                .ifPresent(missing -> {
                    throw RpcException.invalidParams("The prompt needs the argument '" + missing.name() + "'");
                });
        Call call = new Call(exchange, states);
        return switch (prompt.handler().get(arguments, call)) {
            case Prompt.Messages messages -> messages.toJson();
            case InputRequired asked -> ToolRequests.asked(asked, call);
        };
    }

    ObjectNode complete(Exchange exchange, Offer offer) {
        JsonNode argument = exchange.params().path("argument");
        Completer completer = completer(
                offer, exchange.params().path("ref"), argument.path("name").asString(""));
        Map<String, String> others = strings(exchange.params().path("context").path("arguments"));
        List<String> values =
                values(completer, argument.path("value").asString(""), others, new Call(exchange, states));
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ObjectNode completion = result.putObject("completion");
        ArrayNode told = completion.putArray("values");
        values.stream().limit(MAX_COMPLETIONS).forEach(told::add);
        completion.put("total", values.size()).put("hasMore", values.size() > MAX_COMPLETIONS);
        return result;
    }

    /** A completion is a help with typing: where what knows the values is down, there are none. */
    private static List<String> values(Completer completer, String typed, Map<String, String> others, Call call) {
        try {
            return completer.complete(typed, others, call);
        } catch (ToolFailure e) {
            return List.of();
        }
    }

    private static Completer completer(Offer offer, JsonNode reference, String argument) {
        return switch (reference.path("type").asString("")) {
            case "ref/prompt" ->
                prompt(offer, reference.path("name").asString("")).arguments().stream()
                        .filter(candidate -> candidate.name().equals(argument))
                        .findFirst()
                        .map(Prompt.Argument::completer)
                        .orElseThrow(() -> RpcException.invalidParams("Unknown argument: " + PlainText.echo(argument)));
            case "ref/resource" ->
                template(offer, reference.path("uri").asString("")).completers().getOrDefault(argument, Completer.NONE);
            default -> throw RpcException.invalidParams("A reference is to a prompt or a resource");
        };
    }

    private static Prompt prompt(Offer offer, String name) {
        return offer.prompts().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> RpcException.invalidParams("Unknown prompt: " + PlainText.echo(name)));
    }

    private static ResourceTemplate template(Offer offer, String uri) {
        return offer.templates().stream()
                .filter(candidate -> candidate.template().text().equals(uri))
                .findFirst()
                .orElseThrow(() -> RpcException.invalidParams("Unknown resource template: " + PlainText.echo(uri)));
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new LinkedHashMap<>();
        object.properties().forEach(entry -> {
            if (!entry.getValue().isString()) {
                throw RpcException.invalidParams(
                        "The argument '" + PlainText.echo(entry.getKey()) + "' is not a string");
            }
            strings.put(entry.getKey(), entry.getValue().stringValue());
        });
        return strings;
    }
}

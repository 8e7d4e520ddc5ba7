package io.yumen.service.host;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Results;
import io.yumen.exchange.task.Task;
import io.yumen.exchange.task.TaskStore;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.service.Call;
import io.yumen.service.InputRequired;
import io.yumen.service.Offer;
import io.yumen.service.RequestState;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolResult;
import io.yumen.service.answer.Redactor;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code tools/call}, and {@code tasks/*} for the calls that became tasks. */
final class ToolRequests {
    /** Under it stands in {@code _meta} what programs may want to know of a failure. */
    private static final String FAILURE = "io.yumen/failure";

    /** What a system elsewhere said may stand in the words of a failure. */
    private static final Redactor REDACTOR = Redactor.common();

    private final String service;
    private final RequestState states;
    private final TaskStore tasks;

    /** @param service what failures say whose they are */
    ToolRequests(String service, RequestState states, TaskStore tasks) {
        this.service = service;
        this.states = states;
        this.tasks = tasks;
    }

    ObjectNode call(Exchange exchange, Offer offer) {
        String name = exchange.params().path("name").asString("");
        Tool tool = offer.tools().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> RpcException.invalidParams("Unknown tool: " + PlainText.echo(name)));
        if (tool.tasks() == Tool.TaskUse.REQUIRED) {
            requireTasks(exchange);
        }
        ObjectNode arguments = tool.input().fill(arguments(exchange));
        List<String> problems = tool.input().problems(arguments);
        if (!problems.isEmpty()) {
            return refuse(exchange, tool, problems);
        }
        Call call = new Call(exchange, states);
        try {
            return switch (tool.handler().call(arguments, call)) {
                case ToolResult result -> result.toJson();
                case InputRequired asked -> asked(asked, call);
                case Tool.Deferred deferred -> start(deferred, call);
            };
        } catch (ToolFailure failure) {
            return failed(failure);
        }
    }

    ObjectNode task(Exchange exchange) {
        requireTasks(exchange);
        Task task = tasks.get(
                exchange.params().path("taskId").asString(""), exchange.caller().principal());
        return switch (exchange.method()) {
            case Methods.TASKS_GET -> task.details();
            case Methods.TASKS_UPDATE -> {
                if (!(exchange.params().get(Results.INPUT_RESPONSES) instanceof ObjectNode answers)) {
                    throw RpcException.invalidParams("inputResponses is an object");
                }
                task.update(answers);
                yield Results.empty();
            }
            default -> {
                task.cancel();
                yield Results.empty();
            }
        };
    }

    /** Checks what is asked against what the client can be asked. */
    static ObjectNode asked(InputRequired asked, Call call) {
        asked.requests().values().forEach(call::require);
        return asked.toJson();
    }

    private ObjectNode start(Tool.Deferred deferred, Call call) {
        if (!knowsTasks(call.exchange())) {
            return deferred.work().run(call).toJson();
        }
        Task task = tasks.start(call.exchange(), exchange -> run(deferred, new Call(exchange, states)));
        return task.summary().put(Results.TYPE, Results.TASK);
    }

    private ObjectNode run(Tool.Deferred deferred, Call call) {
        try {
            return deferred.work().run(call).toJson();
        } catch (ToolFailure failure) {
            return failed(failure);
        }
    }

    /** A failure of the tool: words for the model, and the same for programs. */
    private ObjectNode failed(ToolFailure failure) {
        ObjectNode result = ToolResult.error(REDACTOR.text(String.valueOf(failure.getMessage())))
                .toJson();
        ObjectNode details =
                Meta.of(result).putObject(FAILURE).put("code", failure.code()).put("service", service);
        if (failure.retryAfter().isPositive()) {
            details.put("retryAfterSeconds", Math.max(1, failure.retryAfter().toSeconds()));
        }
        return result;
    }

    private static ObjectNode arguments(Exchange exchange) {
        JsonNode arguments = exchange.params().path("arguments");
        if (arguments.isMissingNode()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (arguments instanceof ObjectNode object) {
            return object;
        }
        throw RpcException.invalidParams("The arguments of a tool are an object");
    }

    /** Wrong arguments are told to the model, which can mend them; before 2025-11-25 they were an error of the protocol. */
    private static ObjectNode refuse(Exchange exchange, Tool tool, List<String> problems) {
        String text = "The arguments of '" + tool.name() + "' are wrong: " + String.join("; ", problems);
        if (exchange.caller().revision().isAtLeast(Revision.V2025_11_25)) {
            return ToolResult.error(text).toJson();
        }
        throw RpcException.invalidParams(text);
    }

    private static boolean knowsTasks(Exchange exchange) {
        return exchange.caller().capabilities().hasExtension(Methods.TASKS_EXTENSION);
    }

    private static void requireTasks(Exchange exchange) {
        if (!knowsTasks(exchange)) {
            throw RpcException.missingExtension(Methods.TASKS_EXTENSION);
        }
    }
}

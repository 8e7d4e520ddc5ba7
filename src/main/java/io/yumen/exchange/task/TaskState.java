package io.yumen.exchange.task;

import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import io.yumen.protocol.RpcError;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What a task is at: it works or waits for input as often as it likes, and ends once. */
public sealed interface TaskState {
    /** The name on the wire. */
    String status();

    /** Writes what the state adds to the task's description. */
    void describe(ObjectNode task);

    /** A state that a task never leaves. */
    sealed interface End extends TaskState {}

    /** Under way. */
    record Working() implements TaskState {
        @Override
        public String status() {
            return "working";
        }

        @Override
        public void describe(ObjectNode task) {}
    }

    /** Under way, with questions that its client must answer first, each under its key. */
    record InputRequired(Map<String, InputRequest> requests) implements TaskState {
        public InputRequired {
            requests = Collections.unmodifiableMap(new LinkedHashMap<>(requests));
        }

        @Override
        public String status() {
            return Results.INPUT_REQUIRED;
        }

        @Override
        public void describe(ObjectNode task) {
            ObjectNode asked = task.putObject(Results.INPUT_REQUESTS);
            requests.forEach((key, request) -> asked.set(key, request.toJson()));
        }
    }

    /** Done; the result may say that the tool failed. */
    record Completed(ObjectNode result) implements End {
        @Override
        public String status() {
            return "completed";
        }

        @Override
        public void describe(ObjectNode task) {
            task.set("result", result);
        }
    }

    /** Ended with what would have been the error of the request. */
    record Failed(RpcError error) implements End {
        @Override
        public String status() {
            return "failed";
        }

        @Override
        public void describe(ObjectNode task) {
            task.set("error", error.toJson());
        }
    }

    /** Ended because its client gave it up, or it took longer than it is kept. */
    record Cancelled() implements End {
        @Override
        public String status() {
            return "cancelled";
        }

        @Override
        public void describe(ObjectNode task) {}
    }
}

package io.yumen.session;

import io.yumen.protocol.LogLevel;
import io.yumen.protocol.Message;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Decides which notifications of a handler a client may see on the stream of its request. */
public final class RequestNotifications {
    private RequestNotifications() {}

    /**
     * What is sent of a notification: itself, or nothing where it does not belong to the request or was not asked for.
     *
     * @param token the progress token of the request, or null where it has none
     * @param level the least severe log message that is wanted, or null where none is
     */
    public static Optional<Message.Notification> admit(
            Message.Notification notification, @Nullable JsonNode token, @Nullable LogLevel level) {
        boolean admitted = switch (notification.method()) {
            case Methods.PROGRESS ->
                token != null && token.equals(notification.params().get(Meta.PROGRESS_TOKEN));
            case Methods.LOG -> level != null && isSevereEnough(notification.params(), level);
            case Methods.TOOLS_CHANGED,
                    Methods.PROMPTS_CHANGED,
                    Methods.RESOURCES_CHANGED,
                    Methods.RESOURCE_UPDATED,
                    Methods.ACKNOWLEDGED,
                    Methods.TASK_CHANGED,
                    Methods.TASK_STATUS,
                    Methods.ELICITATION_COMPLETE,
                    Methods.CANCELLED -> false;
            default -> true;
        };
        return admitted ? Optional.of(notification) : Optional.empty();
    }

    /** The same progress under another token. */
    public static Message.Notification withToken(Message.Notification notification, JsonNode token) {
        ObjectNode params = Meta.withOwnMeta(notification.params());
        params.set(Meta.PROGRESS_TOKEN, token);
        return new Message.Notification(notification.method(), params);
    }

    private static boolean isSevereEnough(ObjectNode params, LogLevel level) {
        return LogLevel.of(params.path("level").asString(""))
                .map(severity -> severity.compareTo(level) >= 0)
                .orElse(false);
    }
}

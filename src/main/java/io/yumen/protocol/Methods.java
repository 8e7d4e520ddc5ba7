package io.yumen.protocol;

/** The method names of every revision. */
public final class Methods {
    public static final String INITIALIZE = "initialize";
    public static final String PING = "ping";
    public static final String SET_LEVEL = "logging/setLevel";
    public static final String SUBSCRIBE = "resources/subscribe";
    public static final String UNSUBSCRIBE = "resources/unsubscribe";

    public static final String DISCOVER = "server/discover";
    public static final String LISTEN = "subscriptions/listen";

    public static final String TOOLS_LIST = "tools/list";
    public static final String TOOLS_CALL = "tools/call";
    public static final String PROMPTS_LIST = "prompts/list";
    public static final String PROMPTS_GET = "prompts/get";
    public static final String RESOURCES_LIST = "resources/list";
    public static final String TEMPLATES_LIST = "resources/templates/list";
    public static final String RESOURCES_READ = "resources/read";
    public static final String COMPLETE = "completion/complete";

    public static final String TASKS_GET = "tasks/get";
    public static final String TASKS_UPDATE = "tasks/update";
    public static final String TASKS_CANCEL = "tasks/cancel";
    public static final String TASKS_RESULT = "tasks/result";
    public static final String TASKS_LIST = "tasks/list";

    public static final String SKILLS_LIST = "skills/list";
    public static final String SKILLS_GET = "skills/get";
    public static final String DIRECTORY_READ = "resources/directory/read";

    public static final String SAMPLING = "sampling/createMessage";
    public static final String ELICITATION = "elicitation/create";
    public static final String ROOTS_LIST = "roots/list";

    public static final String INITIALIZED = "notifications/initialized";
    public static final String CANCELLED = "notifications/cancelled";
    public static final String PROGRESS = "notifications/progress";
    public static final String LOG = "notifications/message";
    public static final String ROOTS_CHANGED = "notifications/roots/list_changed";
    public static final String TOOLS_CHANGED = "notifications/tools/list_changed";
    public static final String PROMPTS_CHANGED = "notifications/prompts/list_changed";
    public static final String RESOURCES_CHANGED = "notifications/resources/list_changed";
    public static final String RESOURCE_UPDATED = "notifications/resources/updated";
    public static final String ACKNOWLEDGED = "notifications/subscriptions/acknowledged";
    public static final String ELICITATION_COMPLETE = "notifications/elicitation/complete";
    public static final String TASK_STATUS = "notifications/tasks/status";
    public static final String TASK_CHANGED = "notifications/tasks";

    /** The extension that the {@code tasks/*} methods of the modern era belong to. */
    public static final String TASKS_EXTENSION = "io.modelcontextprotocol/tasks";

    /** The extension that the {@code skills/*} methods belong to. */
    public static final String SKILLS_EXTENSION = "io.modelcontextprotocol/skills";

    private Methods() {}

    /** Whether it is about tasks, be it one that no revision has. */
    public static boolean isOfTasks(String method) {
        return method.startsWith("tasks/");
    }

    /** Whether it is one that nobody answers. */
    public static boolean isNotification(String method) {
        return method.startsWith("notifications/");
    }
}

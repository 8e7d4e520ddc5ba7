package io.yumen.backend;

/** The lists of a server that can change. Resource templates change with resources. */
public enum ListKind {
    TOOLS("tools"),
    PROMPTS("prompts"),
    RESOURCES("resources");

    private final String capability;

    ListKind(String capability) {
        this.capability = capability;
    }

    /** The key of the server capability under which the list stands. */
    public String capability() {
        return capability;
    }

    /** The key of a {@code subscriptions/listen} filter by which its changes are asked for. */
    public String filter() {
        return capability + "ListChanged";
    }
}

package io.yumen.bridge;

import io.yumen.protocol.Revision;

/** What is tried in every cell of the table, in its order. */
enum Feature {
    CALL("call", Revision.V2024_11_05, Checks::call),
    ERROR("error", Revision.V2024_11_05, Checks::error),
    PROGRESS("progress", Revision.V2024_11_05, Checks::progress),
    LOG("log", Revision.V2024_11_05, Checks::log),
    CANCEL("cancel", Revision.V2024_11_05, Checks::cancel),
    SAMPLING("sampling", Revision.V2024_11_05, Checks::sampling),
    ELICITATION_FORM("elicitation, form", Revision.V2025_06_18, Checks::elicitationByForm),
    ELICITATION_URL("elicitation, URL", Revision.V2025_11_25, Checks::elicitationByUrl),
    ROOTS("roots", Revision.V2024_11_05, Checks::roots),
    LIST_CHANGED("list_changed", Revision.V2024_11_05, Checks::listChanged),
    SUBSCRIPTION("resource subscription", Revision.V2024_11_05, Checks::subscription),
    COMPLETION("completion", Revision.V2024_11_05, Checks::completion),
    PAGINATION("pagination", Revision.V2024_11_05, Checks::pagination),
    META("trace context and other _meta", Revision.V2024_11_05, Checks::meta),
    TASKS("tasks", Revision.V2025_11_25, Checks::tasks),
    RESUMPTION("resumption", Revision.V2025_03_26, Checks::resumption);

    private final String title;
    private final Revision since;
    private final Check check;

    Feature(String title, Revision since, Check check) {
        this.title = title;
        this.since = since;
        this.check = check;
    }

    String title() {
        return title;
    }

    /** The first revision that has it. */
    Revision since() {
        return since;
    }

    /** Tries it; throws where it does not hold. */
    void check(Peer peer, ServerKind server) {
        check.run(peer, server);
    }

    /** How a feature is tried. */
    @FunctionalInterface
    private interface Check {
        void run(Peer peer, ServerKind server);
    }
}

package io.yumen.auth.policy;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Policy;
import io.yumen.protocol.Glob;
import io.yumen.protocol.Methods;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * A named selection of servers and tools. What a part of it leaves empty, selects everything. It allows nothing that rules deny. Safe
 * for many threads.
 */
public final class View implements Policy {
    private static final Decision ALLOWED = new Decision.Allowed("(view)");
    private static final Decision DENIED = new Decision.Denied("(view)", "The view does not have it");
    private static final String READ_ONLY = "readOnlyHint";

    private final List<Glob> servers;
    private final Set<String> tags;
    private final List<Glob> tools;
    private final Kind kind;

    /**
     * A view.
     *
     * @param servers names of servers, with {@code *} and {@code ?}
     * @param tags of which a server has one
     * @param tools names of tools, with {@code *} and {@code ?}; a view that has some shows nothing but tools
     */
    public View(List<String> servers, Set<String> tags, List<String> tools, Kind kind) {
        this.servers = Glob.all(servers);
        this.tags = Set.copyOf(tags);
        this.tools = Glob.all(tools);
        this.kind = kind;
    }

    /** Which tools it has of those that it selects. */
    public enum Kind {
        ALL,
        /** Those of which their server says that they change nothing. */
        READ_ONLY
    }

    @Override
    public Decision decide(Caller caller, Subject subject) {
        boolean isIn = switch (subject) {
            case Subject.Server server -> has(server);
            case Subject.Entry entry -> has(entry);
            case Subject.Use use -> has(use.entry());
        };
        return isIn ? ALLOWED : DENIED;
    }

    private boolean has(Subject.Server server) {
        return Glob.allow(servers, server.server()) && (tags.isEmpty() || !Collections.disjoint(tags, server.tags()));
    }

    private boolean has(Subject.Entry entry) {
        if (!has(entry.of())) {
            return false;
        }
        if (!entry.method().equals(Methods.TOOLS_CALL)) {
            return tools.isEmpty();
        }
        boolean isHarmless =
                kind == Kind.ALL || entry.annotations().path(READ_ONLY).asBoolean(false);
        return isHarmless && Glob.allow(tools, entry.name());
    }
}

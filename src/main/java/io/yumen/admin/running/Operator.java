package io.yumen.admin.running;

import io.yumen.backend.LogLine;
import io.yumen.schema.Doc;
import io.yumen.service.ServiceCache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operators see of servers and their tools, and do to servers. The composition root implements it. Safe for many threads. */
public interface Operator {
    /** What can be done to a server. */
    enum Action {
        /** Starts it at once where nothing of it runs, and forgets that it had failed. */
        START,
        /** Ends it until it is started, or its settings change. */
        STOP,
        /** Ends it, forgets that it had failed, and starts it at once. */
        RESTART
    }

    /**
     * What the machine can do to keep processes of servers apart.
     *
     * @param isolation the highest level that can be had
     * @param lacks why no higher one can be had and what to do about it, or null where the highest of all can
     */
    record Machine(
            @Doc("The highest level of isolation that processes of servers can have here")
            String isolation,

            @Doc("Why no higher one can be had, and what to do about it") @Nullable
            String lacks) {}

    /** What the machine can do. The first time it is tried, which takes milliseconds. */
    Machine machine();

    /** All servers, in the order of the configuration. */
    List<ServerReport> servers();

    /** One server, or empty where there is none of that name. */
    Optional<ServerReport> server(String name);

    /** Does that to a server, without waiting for its effect; says whether there is one of that name. */
    boolean act(String name, Action action);

    /** The tools of all servers, as far as their lists are known without asking them. */
    List<ToolReport> tools();

    /** What built-in services keep of the systems behind them, by server; those that keep nothing are not there. */
    Map<String, ServiceCache> caches();

    /** The last lines of what is known of a server's past, oldest first; none where there is no such server. */
    List<LogLine> log(String name, int most);
}

package io.yumen.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small shell beside us that knows our children's process groups. It signals them when told, and ends them all
 * when its pipe to us closes, which happens however we die. It reads verbs and numbers only. Started with the first
 * child; should it die, another takes over. Used on the {@link Spawner}'s thread.
 */
final class Keeper {

    /** What can be sent to a group. */
    enum Signal {
        TERM,
        KILL
    }

    private static final Logger log = LoggerFactory.getLogger(Keeper.class);

    /** After the pipe closed, groups have one second between SIGTERM and SIGKILL; strays are found by their mark. */
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            groups=' '
            while read -r verb group; do
              case $verb in
                hold) groups="$groups$group " ;;
                free) case $groups in *" $group "*) groups="${groups%%" $group "*} ${groups#*" $group "}" ;; esac ;;
                TERM | KILL) kill -s "$verb" -- "-$group" ;;
              esac
            done
            if [ "$groups" != ' ' ]; then
              for group in $groups; do kill -s TERM -- "-$group"; done
              sleep 1
              for group in $groups; do kill -s KILL -- "-$group"; done
            fi
            for file in $(grep -l -s -F "$1" /proc/[0-9]*/environ); do
              process=${file#/proc/}
              kill -s KILL "${process%/environ}"
            done
            """;

    /** A shell that cannot live is not started for ever; the next child tries again. */
    private static final int MOST_REPLACED = 10;

    private final Spawner spawner;
    private final String mark;
    private final Set<Long> held = new LinkedHashSet<>();
    private @Nullable Process process;
    private int replaced;
    private boolean closed;

    /** @param mark what the environment of every child contains */
    Keeper(Spawner spawner, String mark) {
        this.spawner = spawner;
        this.mark = mark;
    }

    /** Takes a group into its care. */
    void hold(long group) throws IOException {
        Process keeper = running();
        replaced = 0;
        held.add(group);
        say(keeper, "hold " + group);
    }

    /** Forgets a group that has ended. */
    void free(long group) {
        if (held.remove(group)) {
            order("free " + group);
        }
    }

    void signal(Signal signal, long group) {
        order(signal + " " + group);
    }

    /** Lets it go; what it still holds it ends. */
    void close() {
        closed = true;
        if (process != null) {
            closeQuietly(process.getOutputStream());
        }
    }

    private void order(String line) {
        try {
            say(running(), line);
        } catch (IOException e) {
            log.atWarn()
                    .setCause(e)
                    .addKeyValue("order", line)
                    .log("The keeper of child processes did not take an order");
        }
    }

    private static void say(Process keeper, String line) throws IOException {
        OutputStream out = keeper.getOutputStream();
        out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private Process running() throws IOException {
        Process current = process;
        if (current != null && current.isAlive()) {
            return current;
        }
        Process started = start();
        process = started;
        for (long group : held) {
            say(started, "hold " + group);
        }
        var ignored = started.onExit().thenRun(() -> spawner.tell(this::replace));
        return started;
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>(Launch.OWN_SESSION);
        command.addAll(List.of(Launch.SHELL, "-c", SCRIPT, "yumen-keeper", mark));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(Set.of("PATH"));
        return builder.start();
    }

    private void replace() {
        if (!closed && !held.isEmpty() && replaced < MOST_REPLACED) {
            replaced++;
            log.atWarn()
                    .addKeyValue("children", held.size())
                    .log("The keeper of child processes died; starting another");
            try {
                Process ignored = running();
            } catch (IOException e) {
                log.atError().setCause(e).log("Child processes have no keeper: they may outlive a crash");
            }
        }
    }

    private static void closeQuietly(OutputStream out) {
        try {
            out.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("The keeper of child processes was gone already");
        }
    }
}

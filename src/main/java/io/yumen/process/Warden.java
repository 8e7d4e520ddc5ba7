package io.yumen.process;

import io.yumen.process.ChildException.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which levels of isolation this machine can give, which it finds out by trying each once, and makes the command line that
 * puts a child into its world. Safe for use by many threads.
 */
public final class Warden {
    private static final Logger log = LoggerFactory.getLogger(Warden.class);
    private static final String NOT_INSTALLED = "bubblewrap is not installed";

    /** Folders that only mean something where they are seen. */
    private static final List<String> FOLDER_VARIABLES = List.of("TMPDIR", "XDG_RUNTIME_DIR");

    private final OwnPlaces own;
    private final Optional<Bubblewrap> bubblewrap;
    private final Optional<Path> prlimit;
    private final Map<Isolation, FutureTask<Optional<String>>> tried = new ConcurrentHashMap<>();

    /** @param own what no child may see */
    public Warden(OwnPlaces own) {
        this(own, ProgramPath.ours());
    }

    Warden(OwnPlaces own, ProgramPath path) {
        this.own = own;
        this.bubblewrap = Bubblewrap.find(path);
        this.prlimit = path.find("prlimit").flatMap(OwnPlaces::real);
    }

    /** Returns the highest level that can be had here. */
    public Isolation highest() {
        return Arrays.stream(Isolation.values())
                .filter(isolation -> trouble(isolation).isEmpty())
                .reduce(Isolation.NONE, (lower, higher) -> higher);
    }

    /** Returns why a level cannot be had here and what to do about it, or empty where it can. Takes milliseconds, once. */
    public Optional<String> trouble(Isolation isolation) {
        if (!isolation.isWrapped()) {
            return Optional.empty();
        }
        if (bubblewrap.isEmpty()) {
            return Optional.of(NOT_INSTALLED + ": install the package bubblewrap");
        }
        Bubblewrap wrapper = bubblewrap.get();
        FutureTask<Optional<String>> attempt = new FutureTask<>(() -> wrapper.trouble(isolation));
        FutureTask<Optional<String>> earlier = tried.putIfAbsent(isolation, attempt);
        if (earlier == null) {
            attempt.run();
        }
        return outcome(earlier == null ? attempt : earlier)
                .map(why -> "bubblewrap may not do here what it takes (" + why + "): allow user namespaces"
                        + " (user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns, the container's"
                        + " seccomp profile), or install a newer bubblewrap");
    }

    /**
     * Returns the level that a world comes to on this machine.
     *
     * @throws ChildException where it is demanded and cannot be had
     */
    public Isolation settle(World world) {
        Optional<String> trouble = trouble(world.isolation());
        if (trouble.isEmpty()) {
            return world.isolation();
        }
        if (world.firmness() == World.Firmness.DEMANDED) {
            throw new ChildException(
                    Code.ISOLATION_UNAVAILABLE,
                    "The isolation \"" + world.isolation().word() + "\" cannot be had here: " + trouble.get()
                            + "; or set a lower \"isolation\" for this server.");
        }
        return Arrays.stream(Isolation.values())
                .filter(lower ->
                        world.isolation().holds(lower) && trouble(lower).isEmpty())
                .reduce(Isolation.NONE, (lower, higher) -> higher);
    }

    /**
     * Composes a start.
     *
     * @param isolation what its world came to
     * @param program the absolute path of the program
     * @param directory where it is to start on the host
     * @throws ChildException where the program would not find what it needs, or is to start in what is ours
     */
    Launch launch(Command command, Isolation isolation, Path program, Path directory, Map<String, String> environment) {
        requireForeign(program);
        requireForeign(directory);
        World world = command.world();
        List<String> line = new ArrayList<>();
        if (!isolation.holds(Isolation.FILES) || bubblewrap.isEmpty()) {
            line.addAll(limits(world, isolation));
            line.addAll(line(program, command));
            List<String> enclosure = isolation.isWrapped()
                    ? bubblewrap
                            .map(wrapper -> wrapper.around(isolation, Mounts.open(own)))
                            .orElse(List.of())
                    : List.of();
            return new Launch(line, directory, environment, enclosure);
        }
        return enclosed(command, isolation, program, environment, bubblewrap.get());
    }

    private Launch enclosed(
            Command command, Isolation isolation, Path program, Map<String, String> environment, Bubblewrap wrapper) {
        Path named = command.directory();
        World world = named == null
                ? command.world()
                : seeing(command.world(), named.toAbsolutePath().normalize());
        Optional<Path> home = Optional.ofNullable(environment.get("HOME"))
                .map(Path::of)
                .map(Path::normalize)
                .filter(Mounts::canBePrivate);
        Mounts mounts = Mounts.closed(world, own, home);
        requireVisible(mounts, program);
        Map<String, String> inner = new HashMap<>(environment);
        if (home.isEmpty()) {
            inner.put("HOME", Mounts.TEMPORARY.toString());
        }
        inner.entrySet()
                .removeIf(
                        entry -> FOLDER_VARIABLES.contains(entry.getKey()) && !mounts.shows(Path.of(entry.getValue())));
        Path start = named == null ? home.filter(mounts::has).orElse(Mounts.TEMPORARY) : named.toAbsolutePath();
        List<String> enclosure = new ArrayList<>(wrapper.around(isolation, mounts));
        enclosure.addAll(List.of("--chdir", start.toString()));
        List<String> line = new ArrayList<>();
        prlimit.filter(mounts::shows).ifPresent(path -> line.addAll(limits(world, isolation)));
        line.addAll(line(program, command));
        return new Launch(line, Path.of("/"), inner, enclosure);
    }

    /** Where a server is said to start, it may read, unless it may change it. */
    private static World seeing(World world, Path directory) {
        boolean isSeen =
                Stream.concat(world.read().stream(), world.write().stream()).anyMatch(directory::startsWith);
        if (isSeen) {
            return world;
        }
        List<Path> read = new ArrayList<>(world.read());
        read.add(directory);
        return world.reading(read.toArray(Path[]::new));
    }

    /** Whoever can write into our folders has brought it there. */
    private void requireForeign(Path path) {
        own.around(path).ifPresent(ours -> {
            throw new ChildException(
                    Code.OWN_PLACE,
                    "'" + path + "' lies in '" + ours
                            + "', where the gateway keeps its own: nothing is started there. Put it elsewhere.");
        });
    }

    private static void requireVisible(Mounts mounts, Path program) {
        Path real = OwnPlaces.real(program).orElse(program);
        for (Path path : List.of(program, real)) {
            if (!mounts.shows(path)) {
                throw new ChildException(
                        Code.NOT_VISIBLE,
                        "The program '" + path
                                + "' is not to be seen at its isolation. Name its folder, and what else it"
                                + " needs, in \"read\" of \"isolation\".");
            }
        }
    }

    private static List<String> line(Path program, Command command) {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(command.arguments());
        return line;
    }

    private static Optional<String> outcome(FutureTask<Optional<String>> attempt) {
        try {
            return attempt.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the attempt was interrupted");
        } catch (ExecutionException e) {
            log.atWarn().setCause(e).log("Could not try bubblewrap");
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private List<String> limits(World world, Isolation isolation) {
        if (prlimit.isEmpty() || isolation == Isolation.NONE) {
            return List.of();
        }
        List<String> options = world.resources().options(OwnLimits.read());
        if (options.isEmpty()) {
            return List.of();
        }
        List<String> line = new ArrayList<>(List.of(prlimit.get().toString()));
        line.addAll(options);
        line.add("--");
        return line;
    }
}

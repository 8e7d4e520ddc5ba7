package io.yumen.cli.command;

import io.yumen.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway that runs for this user, as it says in a file of its own: in {@code $XDG_RUNTIME_DIR/yumen}, or else in
 * {@code ~/.local/state/yumen}, which nobody else can write. The file goes with the gateway; one that stayed behind is
 * told by the process, which is gone.
 *
 * @param endpoint where clients connect
 * @param operated where commands of this machine reach it; most often the same
 * @param process its process
 * @param started when that began, as far as the system tells
 * @param operator lets the commands of its user in
 * @param certificate the file of the certificate by which it is known, where it speaks TLS
 */
public record RunningGateway(
        URI endpoint, URI operated, long process, Instant started, Secret operator, Optional<Path> certificate) {
    private static final Logger log = LoggerFactory.getLogger(RunningGateway.class);
    private static final String SUFFIX = ".gateway";

    /** Files that are no longer than this are read; ours are much shorter. */
    private static final long MAX_BYTES = 4096;

    /** A file that lasts as long as the gateway. */
    public interface Announcement extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Says that this process is a gateway; where that cannot be written, it is not found by itself.
     *
     * @param operated where commands reach it, where that is another place
     * @param state the folder of its state, where it has one: who may read that finds it there too, whatever the environment says
     */
    public static Announcement announce(
            URI endpoint, Optional<URI> operated, Secret operator, Optional<Path> certificate, Optional<Path> state) {
        RunningGateway own = new RunningGateway(
                endpoint,
                operated.orElse(endpoint),
                ProcessHandle.current().pid(),
                start(ProcessHandle.current()),
                operator,
                certificate);
        Announcement usual = own.announce(directory());
        Announcement beside = state.map(own::announce).orElse(() -> {});
        return () -> {
            usual.close();
            beside.close();
        };
    }

    /** Makes the folder of those announcements: what is to be hidden from processes of servers is there before they are. */
    public static void prepare() {
        try {
            new OwnFolder(directory()).make();
        } catch (IOException | UnsupportedOperationException e) {
            log.atDebug().setCause(e).log("Cannot say where the gateway is");
        }
    }

    private Announcement announce(Path where) {
        OwnFolder folder = new OwnFolder(where);
        Path file = folder.path().resolve(process + SUFFIX);
        try {
            removeDead(where);
            String known =
                    certificate.map(path -> path.toAbsolutePath().toString()).orElse("");
            folder.write(
                    process + SUFFIX,
                    String.join(
                                    "\n",
                                    endpoint.toString(),
                                    started.toString(),
                                    operator.reveal(),
                                    known,
                                    operated.toString())
                            + "\n");
        } catch (IOException | UnsupportedOperationException e) {
            log.atDebug().setCause(e).addKeyValue("file", file).log("Cannot say where the gateway is");
        }
        return () -> remove(file);
    }

    /** Those that run, the newest first. */
    public static List<RunningGateway> all() {
        return allIn(directory());
    }

    /** The one that runs and has that folder for its state, or empty where none does, or who asks may not read it. */
    public static Optional<RunningGateway> in(Path state) {
        return allIn(state).stream().findFirst();
    }

    private static List<RunningGateway> allIn(Path folder) {
        if (!new OwnFolder(folder).isSafe()) {
            // Whoever could write there could have keys sent to a gateway of their own.
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .map(RunningGateway::read)
                    .flatMap(Optional::stream)
                    .filter(RunningGateway::isAlive)
                    .sorted(Comparator.comparing(RunningGateway::started).reversed())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** The gateway that is that process, or empty where it is none, or not this user's. */
    public static Optional<RunningGateway> of(long process) {
        return all().stream().filter(gateway -> gateway.process() == process).findFirst();
    }

    /** Calls of it, as its operator. */
    public GatewayCall call() {
        return new GatewayCall(operated, Optional.of(this));
    }

    private boolean isAlive() {
        return ProcessHandle.of(process)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> start(handle).equals(started))
                .isPresent();
    }

    private static Optional<RunningGateway> read(Path file) {
        try {
            String name = file.getFileName().toString();
            long process = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
            if (Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(file);
            return Optional.of(new RunningGateway(
                    URI.create(lines.get(0)),
                    URI.create(lines.size() > 4 ? lines.get(4) : lines.get(0)),
                    process,
                    Instant.parse(lines.get(1)),
                    new Secret(lines.get(2)),
                    lines.size() > 3 && !lines.get(3).isEmpty()
                            ? Optional.of(Path.of(lines.get(3)))
                            : Optional.empty()));
        } catch (IOException | RuntimeException e) {
            log.atDebug().setCause(e).addKeyValue("file", file).log("Not a file of a gateway");
            return Optional.empty();
        }
    }

    private static Instant start(ProcessHandle handle) {
        return handle.info().startInstant().orElse(Instant.EPOCH);
    }

    /** Gateways that were killed leave theirs behind. */
    private static void removeDead(Path folder) throws IOException {
        if (!new OwnFolder(folder).isSafe()) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(SUFFIX))
                    .filter(RunningGateway::isOfNobody)
                    .forEach(RunningGateway::remove);
        }
    }

    private static boolean isOfNobody(Path file) {
        String name = file.getFileName().toString();
        String process = name.substring(0, name.length() - SUFFIX.length());
        return process.matches("\\d{1,9}")
                && ProcessHandle.of(Long.parseLong(process)).isEmpty();
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.atDebug().setCause(e).addKeyValue("file", file).log("File of the gateway not removed");
        }
    }

    static Path directory() {
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        return runtime != null && Files.isDirectory(Path.of(runtime))
                ? Path.of(runtime, "yumen")
                : Path.of(System.getProperty("user.home"), ".local", "state", "yumen");
    }
}

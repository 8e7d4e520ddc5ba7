package io.yumen.service.helm.chart;

import io.yumen.exchange.Cancellation;
import io.yumen.process.ChildEvent;
import io.yumen.process.ChildException;
import io.yumen.process.ChildLimits;
import io.yumen.process.ChildProcess;
import io.yumen.process.Children;
import io.yumen.process.Command;
import io.yumen.process.Environment;
import io.yumen.process.Isolation;
import io.yumen.process.ResourceLimits;
import io.yumen.process.ShutdownLimits;
import io.yumen.process.World;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.schema.Records;
import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import io.yumen.service.helm.worker.Answer;
import io.yumen.service.helm.worker.Job;
import io.yumen.service.helm.worker.Main;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Has Helm do something, each time in a process of its own: its runtime can neither be stopped nor held to a size within ours. What takes
 * too long, or is not wanted any more, ends with its process. Safe for many threads.
 */
final class Workshop {
    /** How long a call waits for others to end. */
    private static final Duration TURN = Duration.ofSeconds(20);

    /** How often one that waits looks whether it is still wanted. */
    private static final Duration GLANCE = Duration.ofMillis(250);

    private static final World.Firmness WHERE_POSSIBLE = World.Firmness.WHERE_POSSIBLE;
    private static final ResourceLimits RESOURCES = new ResourceLimits(1L << 30, 1_024, 1_024);
    private static final ShutdownLimits AT_ONCE =
            new ShutdownLimits(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofSeconds(2));
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.SERVER_DEFAULT);
    private static final List<String> OPTIONS = List.of(
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "-Djna.nosys=true",
            "-Djna.encoding=UTF-8");

    private final Children children;
    private final HelmConfig config;
    private final NativePart library;
    private final Semaphore benches;

    Workshop(Children children, HelmConfig config, NativePart library) {
        this.children = children;
        this.config = config;
        this.library = library;
        this.benches = new Semaphore(config.maxAtOnce(), true);
    }

    /**
     * A piece of work.
     *
     * @param files what Helm reads, by name in its folder
     * @param indexes that it finds charts by, of repositories by their names, packed
     * @param archives of charts, by name in its folder
     * @param deadline after which it is given up
     */
    record Work(
            Job job,
            Map<String, String> files,
            Map<String, byte[]> indexes,
            Map<String, byte[]> archives,
            Duration deadline) {}

    /** What Helm answers, good or bad. */
    Answer done(Work work, Call call) {
        Path helm = library.file();
        call.waits(TURN.plus(work.deadline()));
        await(call.cancellation());
        try (Workplace place = Workplace.of(work.files(), work.indexes(), work.archives())) {
            return run(work, helm, place, call.cancellation());
        } finally {
            benches.release();
        }
    }

    private void await(Cancellation cancellation) {
        try {
            for (Duration waited = Duration.ZERO; waited.compareTo(TURN) < 0; waited = waited.plus(GLANCE)) {
                cancellation.check();
                if (benches.tryAcquire(GLANCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        }
        throw new ToolFailure(
                "busy", "Helm works for " + config.maxAtOnce() + " others already; try again", Duration.ofSeconds(10));
    }

    private Answer run(Work work, Path helm, Workplace place, Cancellation cancellation) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Job said = work.job();
        Job job = new Job(helm.toString(), said.deed(), said.chart(), said.release(), said.options());
        Cancellation.Registration cancelled = cancellation.onCancel(() -> answer.cancel(false));
        try (ChildProcess child = children.start(
                command(helm, place), ChildLimits.DEFAULT.with(AT_ONCE), event -> heard(event, answer))) {
            child.send(JsonCodec.bytes(Records.write(job)));
            return answer.get(work.deadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Mishaps.tooLong(said, work.deadline());
        } catch (CancellationException | InterruptedException e) {
            cancellation.check();
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        } catch (ExecutionException e) {
            throw Mishaps.ended(
                    String.valueOf(Objects.requireNonNullElse(e.getCause(), e).getMessage()));
        } catch (ChildException e) {
            throw Mishaps.ended(String.valueOf(e.getMessage()));
        } finally {
            cancelled.close();
        }
    }

    private static void heard(ChildEvent event, CompletableFuture<Answer> answer) {
        switch (event) {
            case ChildEvent.Line line -> {
                try {
                    if (CODEC.read(line.bytes()).path("helm").asBoolean(false)) {
                        answer.complete(Records.read(CODEC.read(line.bytes()), Answer.class));
                    }
                } catch (RpcException e) {
                    // Words of somebody else: the answer is yet to come.
                }
            }
            case ChildEvent.LineTooLong tooLong ->
                answer.completeExceptionally(new IllegalStateException("its answer is larger than 16 MiB"));
            case ChildEvent.Complaint complaint -> {}
            case ChildEvent.Exited exited ->
                answer.completeExceptionally(new IllegalStateException(
                        "it " + exited.exit().describe() + last(exited.exit().lastComplaints())));
        }
    }

    private static String last(List<String> complaints) {
        return complaints.isEmpty() ? "" : ": " + complaints.getLast();
    }

    private Command command(Path helm, Workplace place) {
        List<Path> classPath = Arrays.stream(
                        System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isBlank())
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .filter(Files::exists)
                .toList();
        Path java = Path.of(System.getProperty("java.home", "/"));
        List<String> arguments = new ArrayList<>(OPTIONS);
        arguments.add("-Djna.tmpdir=" + place.folder());
        arguments.add("-Djava.io.tmpdir=" + place.folder());
        arguments.add("-cp");
        arguments.add(String.join(
                File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        arguments.add(Main.class.getName());
        List<Path> read = new ArrayList<>(classPath);
        read.add(java);
        read.add(helm);
        World world = new World(Isolation.FILES, WHERE_POSSIBLE, read, List.of(place.folder()), RESOURCES);
        Environment environment = new Environment(Environment.Inherit.SAFE, List.of("!*"), place.environment());
        return new Command(
                java.resolve("bin").resolve("java").toString(), arguments, place.folder(), environment, world);
    }
}

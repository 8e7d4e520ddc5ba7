package io.yumen.service.helm.chart;

import io.yumen.exchange.Cancellation;
import io.yumen.process.Children;
import io.yumen.protocol.Nearest;
import io.yumen.service.ToolFailure;
import io.yumen.service.helm.worker.Answer;
import io.yumen.service.helm.worker.Job;
import io.yumen.service.kubernetes.api.Reach;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Helm does with charts. Each call is a process of its own, which reaches no cluster but through a {@link Door}. Safe for many threads. */
public final class Charts {
    /** Whatever only reads: to fetch a chart from far away takes some seconds. */
    private static final Duration READING = Duration.ofSeconds(60);

    /** Beyond what Helm itself waits: to read the chart, and to take back what failed. */
    private static final Duration LONGER = Duration.ofSeconds(45);

    private static final String VALUES = "values.yaml";
    private static final String CHART = "chart";
    private static final Job.Chart MADE = new Job.Chart(CHART, "", List.of(), Job.Tls.USUAL);

    private final HelmConfig config;
    private final Repositories repositories;
    private final NativePart library;
    private final Workshop workshop;

    public Charts(HelmConfig config, Children children) {
        this(config, children, new NativePart());
    }

    Charts(HelmConfig config, Children children, NativePart library) {
        this.config = config;
        this.repositories = new Repositories(config);
        this.library = library;
        this.workshop = new Workshop(children, config, library);
    }

    /**
     * A chart that somebody asks for.
     *
     * @param name as in {@code stable/shop}
     * @param version or a range; null for the newest
     */
    public record Wanted(String name, @Nullable String version) implements Supply {}

    /**
     * A release that a chart becomes.
     *
     * @param values what is given: an object, or YAML; null where nothing is
     */
    public record Named(
            String name, String namespace, @Nullable JsonNode values) {}

    /** Where a chart comes from. */
    public sealed interface Supply {}

    /** What needs no chart. */
    public record Nothing() implements Supply {}

    /**
     * A chart that was made here.
     *
     * @param files by their names in it
     */
    public record Made(Map<String, String> files) implements Supply {
        public Made {
            files = Map.copyOf(files);
        }
    }

    /**
     * A change of a release.
     *
     * @param description of the revision that it makes; empty for Helm's own
     */
    public record Order(Job.Deed deed, Supply chart, Named release, List<Job.Flag> flags, String description) {
        public Order {
            flags = List.copyOf(flags);
        }
    }

    /** A line of a search. */
    public record Hit(String name, String version, String appVersion, String description) {}

    public Repositories repositories() {
        return repositories;
    }

    /** Why charts cannot be worked with here; empty where they can. */
    public Optional<String> missing() {
        return library.missing();
    }

    /**
     * The versions of all charts of a repository, or of all, newest first.
     *
     * @param range of versions; empty for those that are released
     */
    public List<Hit> search(@Nullable String repository, String range, Cancellation cancellation) {
        List<String> searched = repositories.searched(repository);
        if (searched.isEmpty()) {
            return List.of();
        }
        Job.Chart chart = new Job.Chart("", range, repositories.indexes(searched), Job.Tls.USUAL);
        Job job = new Job("", Job.Deed.SEARCH, chart, Job.Release.NONE, Job.Options.NONE);
        String found = read(new Workshop.Work(job, repositories.files(searched), READING), cancellation);
        return found.lines().filter(line -> !line.isBlank()).map(Charts::hit).toList();
    }

    /** A part of a chart: chart, values, readme or crds. */
    public String show(Wanted wanted, String part, Cancellation cancellation) {
        return ofChart(Job.Deed.SHOW, wanted, new Job.Options(part, 0, List.of()), cancellation);
    }

    /** What Helm has against a chart: a line for each, and one that says whether it failed. */
    public String lint(Wanted wanted, Cancellation cancellation) {
        return ofChart(Job.Deed.LINT, wanted, Job.Options.NONE, cancellation);
    }

    /** What a chart makes, without any cluster. */
    public String template(Wanted wanted, Named release, Cancellation cancellation) {
        Repositories.Found found = repositories.chart(wanted.name(), wanted.version());
        Map<String, String> files = new LinkedHashMap<>(found.files());
        Job job = new Job("", Job.Deed.TEMPLATE, found.chart(), release(release, files), Job.Options.NONE);
        try {
            return read(new Workshop.Work(job, files, READING), cancellation);
        } catch (ToolFailure failure) {
            throw explained(failure, wanted, found, cancellation);
        }
    }

    /** Changes a release. */
    public void change(Order order, Reach reach, Cancellation cancellation) {
        try (Door door = Door.to(reach, Door.Use.CHANGE)) {
            Answer answer = through(order, door, cancellation);
            if (!answer.failure().isEmpty()) {
                throw Mishaps.of(answer.failure());
            }
        }
    }

    /** The release that a change would come to, as it would be packed in its Secret. Nothing is changed. */
    public String rehearse(Order order, Reach reach, Cancellation cancellation) {
        try (Door door = Door.to(reach, Door.Use.REHEARSAL)) {
            Answer answer = through(order, door, cancellation);
            String release = door.rehearsed();
            if (release == null) {
                throw Mishaps.of(answer.failure());
            }
            return release;
        }
    }

    private Answer through(Order order, Door door, Cancellation cancellation) {
        Repositories.Found found = switch (order.chart()) {
            case Wanted wanted -> repositories.chart(wanted.name(), wanted.version());
            case Made made -> new Repositories.Found("", MADE, in(CHART, made.files()));
            case Nothing nothing -> new Repositories.Found("", Job.Chart.NONE, Map.of());
        };
        Map<String, String> files = new LinkedHashMap<>(found.files());
        files.put(Workplace.KUBECONFIG, door.kubeconfig(order.release().namespace()));
        Job.Release release = release(order.release(), files);
        Job job = new Job(
                "",
                order.deed(),
                found.chart(),
                new Job.Release(release.name(), release.namespace(), release.values(), order.description()),
                new Job.Options("", (int) config.timeout().toSeconds(), order.flags()));
        Workshop.Work work = new Workshop.Work(job, files, config.timeout().plus(LONGER));
        Answer said = workshop.done(work, cancellation);
        Answer answer = new Answer(said.helm(), said.output(), said.failure().replace(door.address(), ""));
        boolean isGood = answer.failure().isEmpty() || door.rehearsed() != null;
        if (!isGood && order.chart() instanceof Wanted wanted) {
            throw explained(Mishaps.of(answer.failure()), wanted, found, cancellation);
        }
        return answer;
    }

    private static Map<String, String> in(String folder, Map<String, String> files) {
        Map<String, String> moved = new LinkedHashMap<>();
        files.forEach((name, text) -> moved.put(folder + "/" + name, text));
        return moved;
    }

    private String ofChart(Job.Deed deed, Wanted wanted, Job.Options options, Cancellation cancellation) {
        Repositories.Found found = repositories.chart(wanted.name(), wanted.version());
        Job job = new Job("", deed, found.chart(), Job.Release.NONE, options);
        try {
            return read(new Workshop.Work(job, found.files(), READING), cancellation);
        } catch (ToolFailure failure) {
            throw explained(failure, wanted, found, cancellation);
        }
    }

    /** A chart that is not there may be called a little differently. */
    private ToolFailure explained(
            ToolFailure failure, Wanted wanted, Repositories.Found found, Cancellation cancellation) {
        if (!failure.code().equals("not_found") || found.chart().indexes().isEmpty()) {
            return failure;
        }
        List<Hit> all = search(found.repository(), ">0.0.0-0", cancellation);
        List<String> versions = all.stream()
                .filter(hit -> hit.name().equals(wanted.name()))
                .map(Hit::version)
                .toList();
        if (!versions.isEmpty()) {
            return new ToolFailure(
                    "not_found",
                    wanted.name() + " has no version " + wanted.version() + "; there is "
                            + String.join(", ", versions.subList(0, Math.min(20, versions.size()))),
                    Duration.ZERO);
        }
        TreeSet<String> names = new TreeSet<>(all.stream().map(Hit::name).toList());
        String advice = Nearest.to(wanted.name(), names)
                .map(near -> "; did you mean " + near + "?")
                .orElse("; chart_search lists the " + names.size() + " that there are");
        return new ToolFailure("not_found", "There is no chart " + wanted.name() + advice, Duration.ZERO);
    }

    private static Job.Release release(Named named, Map<String, String> files) {
        JsonNode values = named.values();
        if (values == null || values.isNull()) {
            return new Job.Release(named.name(), named.namespace(), "", "");
        }
        files.put(VALUES, values.isString() ? values.asString("") : values.toString());
        return new Job.Release(named.name(), named.namespace(), VALUES, "");
    }

    /** Asks again where something on the way failed: what only reads may be done twice. */
    private String read(Workshop.Work work, Cancellation cancellation) {
        for (int tries = 0; ; tries++) {
            Answer answer = workshop.done(work, cancellation);
            if (answer.failure().isEmpty()) {
                return answer.output();
            }
            ToolFailure failure = Mishaps.of(answer.failure());
            if (!failure.code().equals("unreachable") || tries >= config.maxRetries()) {
                throw failure;
            }
        }
    }

    private static Hit hit(String line) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : line.split("&", -1)) {
            int equals = pair.indexOf('=');
            fields.put(
                    pair.substring(0, Math.max(0, equals)),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return new Hit(
                fields.getOrDefault("name", ""),
                fields.getOrDefault("chartVersion", ""),
                fields.getOrDefault("appVersion", ""),
                fields.getOrDefault("description", ""));
    }
}

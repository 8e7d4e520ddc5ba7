package io.yumen.service.helm.chart;

import io.yumen.catalogue.cache.Segments;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.process.Children;
import io.yumen.protocol.Nearest;
import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import io.yumen.service.helm.worker.Answer;
import io.yumen.service.helm.worker.Job;
import io.yumen.service.kubernetes.api.Reach;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Helm does with charts. Each call is a process of its own, which reaches no cluster but through a {@link Door}. Safe for many threads. */
public final class Charts implements AutoCloseable {
    /** Whatever only reads: to fetch a chart from far away takes some seconds. */
    private static final Duration READING = Duration.ofSeconds(60);

    /** Beyond what Helm itself waits: to read the chart, and to take back what failed. */
    private static final Duration LONGER = Duration.ofSeconds(45);

    /** Versions before a release, too. */
    private static final String ALL = ">0.0.0-0";

    private static final String VALUES = "values.yaml";
    private static final String CHART = "chart";
    private static final Job.Chart MADE = new Job.Chart(CHART, "");
    private static final String ARCHIVE = "chart.tgz";
    private static final Job.Chart FETCHED = new Job.Chart(ARCHIVE, "");

    private final HelmConfig config;
    private final Repositories repositories;
    private final RepositoryClient client;
    private final Indexes indexes;
    private final Archives archives;
    private final NativePart library;
    private final Workshop workshop;

    /**
     * Charts of the operator's repositories.
     *
     * @param connecting makes the clients that ask them, which are closed with this
     * @param kept indexes of repositories, of the kinds of {@link Indexes#KINDS}; closed with this
     */
    public Charts(
            HelmConfig config,
            Function<RelayClientConfig, RelayClient> connecting,
            Children children,
            Segments<Indexes.Index> kept) {
        this(config, new RepositoryClient(config, connecting), children, kept, new NativePart());
    }

    Charts(
            HelmConfig config,
            RepositoryClient client,
            Children children,
            Segments<Indexes.Index> kept,
            NativePart library) {
        this.config = config;
        this.repositories = new Repositories(config);
        this.client = client;
        this.indexes = new Indexes(client, kept);
        this.archives = new Archives(repositories, client, indexes, this::newest);
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

    /** Which versions of a chart are told. */
    public enum Versions {
        /** The newest that is released. */
        NEWEST,
        ALL
    }

    /** A line of a search. */
    public record Hit(String name, String version, String appVersion, String description) {}

    /**
     * What a search found.
     *
     * @param gaps what was not searched, or not whole, and why, by the name of the repository
     */
    public record Hits(List<Hit> hits, Map<String, String> gaps) {
        public Hits {
            hits = List.copyOf(hits);
            gaps = Collections.unmodifiableMap(new TreeMap<>(gaps));
        }
    }

    public Repositories repositories() {
        return repositories;
    }

    /** Why charts cannot be worked with here; empty where they can. */
    public Optional<String> missing() {
        return library.missing();
    }

    /**
     * The charts of a repository or registry, or of all, newest first. Where all are searched, those that cannot be are left out and named.
     *
     * @param word in name or description; in a registry in the name alone
     */
    public Hits search(@Nullable String repository, String word, Versions versions, Call call) {
        String small = word.toLowerCase(Locale.ROOT);
        List<Hit> hits = new ArrayList<>();
        Map<String, byte[]> read = new HashMap<>();
        Map<String, String> gaps = new HashMap<>();
        List<String> searched = repositories.searched(repository);
        for (String name : searched) {
            try {
                HelmConfig.Repository one = repositories.repository(name);
                if (one.isRegistry()) {
                    Hits found = new Registry(name, one, client, call).search(small, versions);
                    hits.addAll(found.hits());
                    gaps.putAll(found.gaps());
                } else {
                    read.put(name, indexes.of(name, one, call));
                }
            } catch (ToolFailure failure) {
                if (searched.size() == 1) {
                    throw failure;
                }
                gaps.put(name, "Not searched: " + failure.getMessage());
            }
        }
        Set<String> seen = new HashSet<>();
        versions(read, versions == Versions.ALL ? ALL : "", call).stream()
                .filter(hit -> (hit.name() + " " + hit.description())
                        .toLowerCase(Locale.ROOT)
                        .contains(small))
                .filter(hit -> versions == Versions.ALL || seen.add(hit.name()))
                .forEach(hits::add);
        return new Hits(hits, gaps);
    }

    /** The versions of all charts of those repositories that are in that range. */
    private List<Hit> versions(Map<String, byte[]> read, String range, Call call) {
        if (read.isEmpty()) {
            return List.of();
        }
        Job.Chart chart = new Job.Chart("", range);
        Job job = new Job("", Job.Deed.SEARCH, chart, Job.Release.NONE, Job.Options.NONE);
        Map<String, String> files = repositories.files(read.keySet());
        String found = read(new Workshop.Work(job, files, read, Map.of(), READING), call);
        return found.lines().filter(line -> !line.isBlank()).map(Charts::hit).toList();
    }

    /** A part of a chart: chart, values, readme or crds. */
    public String show(Wanted wanted, String part, Call call) {
        return ofChart(Job.Deed.SHOW, wanted, new Job.Options(part, 0, List.of()), call);
    }

    /** What Helm has against a chart: a line for each, and one that says whether it failed. */
    public String lint(Wanted wanted, Call call) {
        return ofChart(Job.Deed.LINT, wanted, Job.Options.NONE, call);
    }

    /** What a chart makes, without any cluster. */
    public String template(Wanted wanted, Named release, Call call) {
        Map<String, byte[]> archive = fetched(wanted, call);
        Map<String, String> files = new LinkedHashMap<>();
        Job job = new Job("", Job.Deed.TEMPLATE, FETCHED, release(release, files), Job.Options.NONE);
        return read(new Workshop.Work(job, files, Map.of(), archive, READING), call);
    }

    /** Changes a release. */
    public void change(Order order, Reach reach, Call call) {
        try (Door door = Door.to(reach, Door.Use.CHANGE)) {
            Answer answer = through(order, door, call);
            if (!answer.failure().isEmpty()) {
                throw Mishaps.of(answer.failure());
            }
        }
    }

    /** The release that a change would come to, as it would be packed in its Secret. Nothing is changed. */
    public String rehearse(Order order, Reach reach, Call call) {
        try (Door door = Door.to(reach, Door.Use.REHEARSAL)) {
            Answer answer = through(order, door, call);
            String release = door.rehearsed();
            if (release == null) {
                throw Mishaps.of(answer.failure());
            }
            return release;
        }
    }

    @Override
    public void close() {
        indexes.close();
        client.close();
    }

    /** What Helm is to work on, and the files that are that. */
    private record Material(Job.Chart chart, Map<String, String> files, Map<String, byte[]> archives) {}

    private Material material(Supply supply, Call call) {
        return switch (supply) {
            case Wanted wanted -> new Material(FETCHED, Map.of(), fetched(wanted, call));
            case Made made -> new Material(MADE, in(CHART, made.files()), Map.of());
            case Nothing nothing -> new Material(Job.Chart.NONE, Map.of(), Map.of());
        };
    }

    private Answer through(Order order, Door door, Call call) {
        Material material = material(order.chart(), call);
        Map<String, String> files = new LinkedHashMap<>(material.files());
        files.put(Workplace.KUBECONFIG, door.kubeconfig(order.release().namespace()));
        Job.Release release = release(order.release(), files);
        Job job = new Job(
                "",
                order.deed(),
                material.chart(),
                new Job.Release(release.name(), release.namespace(), release.values(), order.description()),
                new Job.Options("", (int) config.timeout().toSeconds(), order.flags()));
        Workshop.Work work = new Workshop.Work(
                job, files, Map.of(), material.archives(), config.timeout().plus(LONGER));
        Answer said = workshop.done(work, call);
        return new Answer(said.helm(), said.output(), said.failure().replace(door.address(), ""));
    }

    private static Map<String, String> in(String folder, Map<String, String> files) {
        Map<String, String> moved = new LinkedHashMap<>();
        files.forEach((name, text) -> moved.put(folder + "/" + name, text));
        return moved;
    }

    private String ofChart(Job.Deed deed, Wanted wanted, Job.Options options, Call call) {
        Map<String, byte[]> archive = fetched(wanted, call);
        Job job = new Job("", deed, FETCHED, Job.Release.NONE, options);
        return read(new Workshop.Work(job, Map.of(), Map.of(), archive, READING), call);
    }

    /** The file of a chart, for Helm's folder. */
    private Map<String, byte[]> fetched(Wanted wanted, Call call) {
        library.file(); // Where there is none, nobody need be asked.
        Repositories.Found found = repositories.chart(wanted.name(), wanted.version());
        try {
            return Map.of(ARCHIVE, archives.of(found, call));
        } catch (ToolFailure failure) {
            throw explained(failure, wanted, found, call);
        }
    }

    private Optional<String> newest(String repository, byte[] index, String chart, String range, Call call) {
        return versions(Map.of(repository, index), range, call).stream()
                .filter(hit -> hit.name().equals(repository + "/" + chart))
                .map(Hit::version)
                .findFirst();
    }

    /** A chart that is not there may be called a little differently, as far as the index can be read. */
    private ToolFailure explained(ToolFailure failure, Wanted wanted, Repositories.Found found, Call call) {
        HelmConfig.Repository repository = repositories.repository(found.repository());
        if (!failure.code().equals("not_found") || repository.isRegistry()) {
            return failure;
        }
        try {
            byte[] index = indexes.of(found.repository(), repository, call);
            return missing(wanted, found.repository(), versions(Map.of(found.repository(), index), ALL, call));
        } catch (ToolFailure another) {
            return failure;
        }
    }

    private static ToolFailure missing(Wanted wanted, String repository, List<Hit> all) {
        List<String> versions = all.stream()
                .filter(hit -> hit.name().equals(wanted.name()))
                .map(Hit::version)
                .toList();
        if (!versions.isEmpty() && (wanted.version() == null || versions.contains(wanted.version()))) {
            return new ToolFailure(
                    "not_found",
                    repository + " lists " + wanted.name()
                            + " and does not have its file; ask for another version (" + few(versions)
                            + "), or tell whoever keeps the repository",
                    Duration.ZERO);
        }
        if (!versions.isEmpty()) {
            return new ToolFailure(
                    "not_found",
                    wanted.name() + " has no version " + wanted.version() + "; there is " + few(versions),
                    Duration.ZERO);
        }
        TreeSet<String> names = new TreeSet<>(all.stream().map(Hit::name).toList());
        String advice = Nearest.to(wanted.name(), names)
                .map(near -> "; did you mean " + near + "?")
                .orElse("; chart_search lists the " + names.size() + " that there are");
        return new ToolFailure("not_found", "There is no chart " + wanted.name() + advice, Duration.ZERO);
    }

    private static String few(List<String> versions) {
        return String.join(", ", versions.subList(0, Math.min(20, versions.size())));
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
    private String read(Workshop.Work work, Call call) {
        for (int tries = 0; ; tries++) {
            Answer answer = workshop.done(work, call);
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

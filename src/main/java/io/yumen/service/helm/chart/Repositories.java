package io.yumen.service.helm.chart;

import io.yumen.protocol.Nearest;
import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The charts that a caller may name: those of the operator's repositories and registries, by name and never by a URL or a path. */
public final class Repositories {
    static final String REPOSITORIES = "repositories.yaml";
    private static final Pattern CHART = Pattern.compile("[a-zA-Z0-9][-.a-zA-Z0-9_]*");
    private static final Pattern VERSION = Pattern.compile("[-+.~^<>=|*, 0-9A-Za-z]{0,100}");

    private final Map<String, HelmConfig.Repository> all;

    Repositories(HelmConfig config) {
        this.all = new TreeMap<>(config.repositories());
    }

    /**
     * A chart that may be had.
     *
     * @param repository where it is
     * @param chart its name there
     * @param range a version, or a range of them; empty for the newest
     */
    record Found(String repository, String chart, String range) {}

    /** All of them, by name. */
    public Map<String, HelmConfig.Repository> all() {
        return all;
    }

    /** The chart that somebody names, as in {@code stable/shop}. */
    Found chart(String said, @Nullable String version) {
        int slash = said.indexOf('/');
        String name = slash < 0 ? "" : said.substring(0, slash);
        HelmConfig.Repository repository = all.get(name);
        if (repository == null) {
            throw unknown(said, slash < 0 ? said : name);
        }
        String chart = said.substring(slash + 1);
        requireChart(chart, repository);
        String range = version == null ? "" : version.strip();
        if (!VERSION.matcher(range).matches()) {
            throw new ToolFailure(
                    "\"" + PlainText.echo(range) + "\" is no version; write one as in 1.2.0, or a range as in ~1.2");
        }
        return new Found(name, chart, range);
    }

    /** What is searched: all of them where none is named. */
    List<String> searched(@Nullable String said) {
        if (said == null) {
            return List.copyOf(all.keySet());
        }
        if (!all.containsKey(said)) {
            throw unknown(said, said);
        }
        return List.of(said);
    }

    /** What Helm reads of those: their names. It asks none of them. */
    Map<String, String> files(Collection<String> names) {
        ObjectNode known = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = known.put("apiVersion", "").putArray("repositories");
        for (String name : names) {
            entries.addObject().put("name", name).put("url", repository(name).base());
        }
        return Map.of(REPOSITORIES, known.toString());
    }

    HelmConfig.Repository repository(String name) {
        return Objects.requireNonNull(all.get(name), name);
    }

    private static void requireChart(String chart, HelmConfig.Repository repository) {
        List<String> parts = List.of(chart.split("/", -1));
        boolean isDeep = parts.size() > 1 && !repository.isRegistry();
        if (isDeep || !parts.stream().allMatch(Repositories::isName)) {
            throw new ToolFailure(
                    "\"" + PlainText.echo(chart) + "\" is no name of a chart; write it as in stable/shop");
        }
    }

    /** No part of a path leads upwards, and none is hidden. */
    private static boolean isName(String part) {
        return CHART.matcher(part).matches() && !part.contains("..") && !part.endsWith(".");
    }

    private ToolFailure unknown(String said, String name) {
        if (all.isEmpty()) {
            return new ToolFailure(
                    "not_found",
                    "No repository of charts is served here; an operator names them in \"helm\"",
                    Duration.ZERO);
        }
        List<String> names = new ArrayList<>(all.keySet());
        String advice = Nearest.to(name, names)
                .map(near -> "; did you mean " + near + "?")
                .orElse("; there is " + String.join(", ", names));
        return new ToolFailure(
                "not_found",
                "\"" + PlainText.echo(said) + "\" is in no repository that is served here" + advice
                        + " A chart is named as in " + names.getFirst() + "/NAME, and never by a URL or a path",
                Duration.ZERO);
    }
}

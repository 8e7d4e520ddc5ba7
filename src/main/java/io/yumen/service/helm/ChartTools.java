package io.yumen.service.helm;

import io.yumen.schema.Doc;
import io.yumen.schema.Spread;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolHints;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Detail;
import io.yumen.service.answer.Format;
import io.yumen.service.answer.Item;
import io.yumen.service.answer.Listed;
import io.yumen.service.answer.Listing;
import io.yumen.service.answer.Look;
import io.yumen.service.answer.Source;
import io.yumen.service.helm.chart.Charts;
import io.yumen.service.helm.chart.HelmConfig;
import io.yumen.service.kubernetes.form.Manifest;
import io.yumen.service.kubernetes.form.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Charts, before they are installed. No cluster is asked. */
final class ChartTools {
    /** How a single thing is told where nobody can say. */
    static final Look WHOLE = new Look(Detail.FULL, null, Format.YAML);

    private final Charts charts;
    private final Answers answers;

    ChartTools(Charts charts, Answers answers) {
        this.charts = charts;
        this.answers = answers;
    }

    /** A part of a chart. */
    enum Part {
        /** What it says of itself. */
        CHART,
        VALUES,
        README,
        CRDS
    }

    record SearchInput(
            @Nullable @Doc("Words in name or description; all charts")
            String query,

            @Nullable @Doc("Repository; all") String repository,

            @Doc(value = "All versions, also those before a release", fallback = "false")
            boolean versions,

            @Spread Paging paging) {}

    record ShowInput(
            @Doc("REPOSITORY/NAME") String chart,
            @Nullable @Doc("Version or range; newest") String version,

            @Doc(value = "What of it", fallback = "\"values\"")
            Part part) {}

    record TemplateInput(
            @Doc("REPOSITORY/NAME") String chart,
            @Nullable @Doc("Version or range; newest") String version,

            @Doc(value = "Of the release", fallback = "\"release-name\"")
            String name,

            @Doc(value = "Of the release", fallback = "\"default\"")
            String namespace,

            @Nullable @Doc("Object, or YAML") JsonNode values) {}

    record LintInput(
            @Doc("REPOSITORY/NAME") String chart,
            @Nullable @Doc("Version or range; newest") String version) {}

    List<Tool> all() {
        return List.of(
                Tool.named("chart_repositories", "List repositories")
                        .does("Lists the repositories and registries whose charts can be named.")
                        .hints(ToolHints.READ)
                        .returns(Listed.class)
                        .answers(this::repositories),
                Tool.named("chart_search", "Search charts")
                        .does("Searches the charts of repositories, and of registries by name.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(SearchInput.class, this::search),
                Tool.named("chart_show", "Show a chart")
                        .does("Shows the values, readme, CRDs or metadata of a chart.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Shapes.OBJECT)
                        .answers(ShowInput.class, this::show),
                Tool.named("chart_template", "Render a chart")
                        .does("Renders the objects of a chart, without a cluster.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Shapes.OBJECT)
                        .answers(TemplateInput.class, this::template),
                Tool.named("chart_lint", "Check a chart")
                        .does("Lists what is wrong with a chart.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Shapes.OBJECT)
                        .answers(LintInput.class, this::lint));
    }

    private Tool.Outcome repositories(Call call) {
        List<Item> items = new ArrayList<>();
        for (Map.Entry<String, HelmConfig.Repository> entry :
                charts.repositories().all().entrySet()) {
            HelmConfig.Repository repository = entry.getValue();
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put("name", entry.getKey()).put("url", repository.url().toString());
            row.put("kind", repository.isRegistry() ? "registry" : "repository");
            items.add(new Item(entry.getKey(), row, row));
        }
        return answers.list(JsonNodeFactory.instance.objectNode(), Listing.DEFAULT, "repositories", Source.of(items));
    }

    private Tool.Outcome search(SearchInput input, Call call) {
        String query = Objects.requireNonNullElse(input.query(), "");
        Charts.Hits found = charts.search(
                input.repository(), query, input.versions() ? Charts.Versions.ALL : Charts.Versions.NEWEST, call);
        Source charts = Source.of(found.hits().stream().map(ChartTools::item).toList());
        return answers.list(
                input, input.paging().listing(), "charts", charts.noting(() -> String.join("\n", gaps(found))));
    }

    private static List<String> gaps(Charts.Hits found) {
        return found.gaps().entrySet().stream()
                .map(gap -> gap.getKey() + ": " + gap.getValue())
                .toList();
    }

    private static Item item(Charts.Hit hit) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("name", hit.name()).put("version", hit.version());
        row.put("app_version", hit.appVersion()).put("description", hit.description());
        return new Item(hit.name() + " " + hit.version(), row, row);
    }

    private Tool.Outcome show(ShowInput input, Call call) {
        String part = input.part().name().toLowerCase(Locale.ROOT);
        String text = charts.show(new Charts.Wanted(input.chart(), input.version()), part, call);
        ObjectNode told = JsonNodeFactory.instance.objectNode().put("name", input.chart());
        ObjectNode summary = told.deepCopy().put("characters", text.length());
        if (input.part() == Part.CHART) {
            Manifest.rendered(text).forEach(metadata -> told.set(part, metadata));
        } else {
            told.put(part, text.strip());
        }
        return answers.one(WHOLE, new Item(input.chart() + " " + part, summary, told), call);
    }

    private Tool.Outcome template(TemplateInput input, Call call) {
        String text = charts.template(
                new Charts.Wanted(input.chart(), input.version()),
                new Charts.Named(input.name(), input.namespace(), input.values()),
                call);
        ObjectNode told = JsonNodeFactory.instance.objectNode().put("name", input.chart());
        ObjectNode summary = told.deepCopy();
        ArrayNode names = summary.putArray("objects");
        ArrayNode objects = told.putArray("objects");
        for (ObjectNode object : Manifest.rendered(text)) {
            objects.add(object);
            names.add(Changes.nameOf(object));
        }
        return answers.one(WHOLE, new Item(input.chart(), summary, told), call);
    }

    private Tool.Outcome lint(LintInput input, Call call) {
        String text = charts.lint(new Charts.Wanted(input.chart(), input.version()), call);
        ObjectNode told = JsonNodeFactory.instance.objectNode().put("name", input.chart());
        told.put("good", text.lines().anyMatch("Failed: false"::equals));
        ArrayNode messages = told.putArray("messages");
        text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("Failed: "))
                .forEach(messages::add);
        return answers.one(WHOLE, new Item(input.chart(), told, told), call);
    }
}

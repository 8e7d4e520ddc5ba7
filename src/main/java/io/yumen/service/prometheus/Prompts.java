package io.yumen.service.prometheus;

import io.yumen.catalogue.Parameters;
import io.yumen.service.Call;
import io.yumen.service.Completer;
import io.yumen.service.Content;
import io.yumen.service.Prompt;
import io.yumen.service.answer.Answers;
import java.util.List;
import java.util.Map;

/** Ways of working that have proved good, for people to choose; what they are filled in with is completed from Prometheus. */
final class Prompts {
    private static final Completer SINCE = Completer.of("15m", "1h", "6h", "1d", "7d");

    private final Api api;
    private final Answers answers;

    Prompts(Api api, Answers answers) {
        this.api = api;
        this.answers = answers;
    }

    List<Prompt> all() {
        return List.of(
                new Prompt(
                        "incident_triage",
                        "Triage an incident",
                        "Finds out what is wrong, since when and how far, from alerts, targets and metrics.",
                        List.of(
                                optional("metric", "A metric that looks wrong", this::metrics),
                                optional("label", "A label that says where, as in job or namespace", this::labels),
                                optional("value", "The value of that label", this::values),
                                optional("since", "How far back to look; 1h", SINCE)),
                        Prompts::triage),
                new Prompt(
                        "alert_correlation",
                        "Correlate alerts",
                        "Finds out which alerts have one cause, and what it is.",
                        List.of(
                                optional("alert", "The alert to begin with", this::alerts),
                                optional("label", "A label that related alerts share", this::labels),
                                optional("since", "How far back to look; 1h", SINCE)),
                        Prompts::correlation));
    }

    private static Prompt.Argument optional(String name, String description, Completer completer) {
        return new Prompt.Argument(name, description, false, completer);
    }

    private static Prompt.Outcome triage(Map<String, String> given, Call call) {
        String since = given.getOrDefault("since", "1h");
        String where = given.containsKey("label") && given.containsKey("value")
                ? " where " + given.get("label") + "=\"" + given.get("value") + "\""
                : "";
        String metric = given.containsKey("metric")
                ? "Begin with the metric " + given.get("metric") + where + "."
                : "Look at what is behind the alerts" + where + ".";
        return Prompt.Messages.ofUser(
                "Triage of an incident",
                Content.text("Triage an incident with Prometheus" + where + ", of the last " + since + ".\n\n"
                        + "1. alerts: what fires and since when; rules with state firing or pending for their queries.\n"
                        + "2. targets with health down: is it the system or its monitoring? Say so if scrapes fail.\n"
                        + "3. " + metric + " metrics and labels find names; query_range with start " + since
                        + " and plot true shows when it began. Use rate() for counters, and topk(10, ...) for many"
                        + " series.\n"
                        + "4. How far does it go: the same query by job, instance or namespace; compare with offset 1d.\n"
                        + "5. Look for what changed just before: restarts (process_start_time_seconds), versions"
                        + " (build_info), load, saturation, errors.\n\n"
                        + "Change nothing. Then report: what is affected and how badly, when it began, the most likely"
                        + " cause with the queries and values that show it, what speaks against it, and what to do"
                        + " next. Say what you could not find out."));
    }

    private static Prompt.Outcome correlation(Map<String, String> given, Call call) {
        String since = given.getOrDefault("since", "1h");
        String begin = given.containsKey("alert") ? "Begin with the alert " + given.get("alert") + ". " : "";
        String shared = given.containsKey("label")
                ? "the label " + given.get("label")
                : "labels that they share (job, instance, namespace, node, cluster)";
        return Prompt.Messages.ofUser(
                "Correlation of alerts",
                Content.text("Find out which of the alerts in Prometheus have one cause. " + begin + "\n\n"
                        + "1. alerts: what fires or is pending, by the time at which it began.\n"
                        + "2. Group them by " + shared + " and by time: what began within a few minutes of each"
                        + " other.\n"
                        + "3. For each group, rules for the queries behind it, and query_range of them with start "
                        + since + " and plot true. ALERTS{alertstate=\"firing\"} shows the past of alerts that have"
                        + " ended.\n"
                        + "4. Which one came first, and do the others follow from it? targets with health down"
                        + " explains alerts about what is missing.\n\n"
                        + "Change nothing. Then report for each group: its alerts in order of time, the probable"
                        + " cause with the values that show it, how sure you are, and the alerts that belong to no"
                        + " group."));
    }

    private List<String> metrics(String typed, Map<String, String> others, Call call) {
        return Completer.startingWith(typed, valuesOf("__name__", call));
    }

    private List<String> labels(String typed, Map<String, String> others, Call call) {
        return Completer.startingWith(typed, strings(Api.LABELS, "labels", call));
    }

    private List<String> values(String typed, Map<String, String> others, Call call) {
        String label = others.get("label");
        return label == null || label.isEmpty() || label.contains("/")
                ? List.of()
                : Completer.startingWith(typed, valuesOf(label, call));
    }

    private List<String> alerts(String typed, Map<String, String> others, Call call) {
        return Completer.startingWith(typed, valuesOf("alertname", call));
    }

    private List<String> valuesOf(String label, Call call) {
        return strings(Api.VALUES, "label/" + Parameters.segment(label) + "/values", call).stream()
                .map(value -> answers.valueOf(label, value))
                .distinct()
                .toList();
    }

    private List<String> strings(String kind, String what, Call call) {
        return api.keptWords(kind, Api.Asked.of(what), call);
    }
}

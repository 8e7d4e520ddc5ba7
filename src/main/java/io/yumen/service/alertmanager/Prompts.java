package io.yumen.service.alertmanager;

import io.yumen.service.Call;
import io.yumen.service.Completer;
import io.yumen.service.Content;
import io.yumen.service.Prompt;
import io.yumen.service.answer.Answers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Ways of working that have proved good, for people to choose; what they are filled in with is completed from alerts of now. */
final class Prompts {
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
                        "Finds out what is wrong from alerts, who has been told, and what is silenced.",
                        List.of(
                                optional("alert", "The alert to begin with", this::alerts),
                                optional("receiver", "Only what this receiver is told", this::receivers)),
                        Prompts::triage),
                new Prompt(
                        "alert_correlation",
                        "Correlate alerts",
                        "Finds out which alerts have one cause, and which of them only follow from others.",
                        List.of(
                                optional("alert", "The alert to begin with", this::alerts),
                                optional("label", "A label that related alerts share", this::labels)),
                        Prompts::correlation));
    }

    private static Prompt.Argument optional(String name, String description, Completer completer) {
        return new Prompt.Argument(name, description, false, completer);
    }

    private static Prompt.Outcome triage(Map<String, String> given, Call call) {
        String begin = given.containsKey("alert") ? "Begin with the alert " + given.get("alert") + ". " : "";
        String receiver =
                given.containsKey("receiver") ? ", with receiver \"" + given.get("receiver") + "\" alone" : "";
        return Prompt.Messages.ofUser(
                "Triage of an incident",
                Content.text("Triage an incident with Alertmanager. " + begin + "\n\n"
                        + "1. alert_groups" + receiver + ": what fires, how much of it, and whom it is told.\n"
                        + "2. alerts with detail full of the worst: labels, annotations, runbook, since when. Severity"
                        + " first, then the oldest.\n"
                        + "3. silences, also expired ones: is something hidden that belongs to it, or did a silence"
                        + " just end?\n"
                        + "4. Where Prometheus is at hand, query what the alerts are about; generatorURL has the"
                        + " query.\n\n"
                        + "Change nothing. Then report: what is affected and how badly, since when, who knows, the most"
                        + " likely cause and what shows it, and what to do next. If a silence would help, propose its"
                        + " matchers and end, after preview_silence, and wait for a yes before it is created."));
    }

    private static Prompt.Outcome correlation(Map<String, String> given, Call call) {
        String begin = given.containsKey("alert") ? "Begin with the alert " + given.get("alert") + ". " : "";
        String shared = given.containsKey("label")
                ? "the label " + given.get("label")
                : "labels that they share (instance, job, namespace, node, cluster)";
        return Prompt.Messages.ofUser(
                "Correlation of alerts",
                Content.text("Find out which of the alerts in Alertmanager have one cause. " + begin + "\n\n"
                        + "1. alerts, those that are silenced or inhibited, too; alert_groups for how they are"
                        + " grouped now.\n"
                        + "2. Group them by " + shared + " and by time: what began within a few minutes of each"
                        + " other.\n"
                        + "3. In each group the earliest alert of the lowest layer (network, node, disk, database) is"
                        + " the first suspect; inhibited ones name what inhibits them.\n"
                        + "4. What speaks against it: alerts that began before, or elsewhere.\n\n"
                        + "Change nothing. Then report for each group: its alerts in order of time, the probable cause"
                        + " and how sure you are, what only follows from it, and the alerts that belong to no group."));
    }

    private List<String> alerts(String typed, Map<String, String> others, Call call) {
        return chosen(
                typed,
                labelsOfAlerts(call).map(labels -> labels.path("alertname").asString("")));
    }

    private List<String> labels(String typed, Map<String, String> others, Call call) {
        return chosen(typed, labelsOfAlerts(call).flatMap(labels -> labels.propertyNames().stream()));
    }

    private List<String> receivers(String typed, Map<String, String> others, Call call) {
        return chosen(
                typed,
                api.receivers(call).stream()
                        .map(receiver -> receiver.path("name").asString("")));
    }

    private Stream<JsonNode> labelsOfAlerts(Call call) {
        return api.matching(List.of(), call).stream().map(alert -> alert.path("labels"));
    }

    private List<String> chosen(String typed, Stream<String> names) {
        return Completer.startingWith(
                typed, names.map(answers::clean).distinct().sorted().toList());
    }
}

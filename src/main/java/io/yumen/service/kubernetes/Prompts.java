package io.yumen.service.kubernetes;

import io.yumen.service.Completer;
import io.yumen.service.Content;
import io.yumen.service.Prompt;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ways that people go again and again, as prompts: what to ask in which order, and what to conclude. */
final class Prompts {
    private static final Prompt.Argument NAMESPACE = new Prompt.Argument(
            "namespace", "The namespace; the usual one where it is left out", false, Completer.NONE);
    private static final Prompt.Argument CLUSTER =
            new Prompt.Argument("cluster", "The cluster; the usual one where it is left out", false, Completer.NONE);
    private static final Prompt.Argument KIND = new Prompt.Argument("kind", "The kind", true, Completer.NONE);
    private static final Prompt.Argument NAME = new Prompt.Argument("name", "The name", true, Completer.NONE);

    private static final List<Prompt> ALL = List.of(
            prompt(
                    "incident_triage",
                    "Triage of an incident",
                    "Find what is broken, how far it reaches, and what to look at first",
                    List.of(
                            new Prompt.Argument("symptom", "What was noticed", false, Completer.NONE),
                            NAMESPACE,
                            CLUSTER),
                    """
                    Something is wrong%s%s. Find out what, without changing anything.
                    1. unhealthy: which nodes, workloads and pods are not as they should be. Nodes first: they explain the rest.
                    2. events with warnings=true: what began when. Put it in the order of time.
                    3. For the worst object: describe, then logs (previous=true where it was restarted).
                    4. top for pods and nodes, where something ends for want of memory or is slow.
                    5. rollout_history of what was changed shortly before.
                    Say: what is broken, since when, whom it reaches, the most likely cause with what shows it, what else it may be, and the next
                    step. Keep what you saw apart from what you conclude."""),
            prompt(
                    "workload_diagnosis",
                    "Diagnosis of a workload",
                    "Find out why a workload is not as it should be",
                    List.of(KIND, NAME, NAMESPACE, CLUSTER),
                    """
                    Find out why %3$s/%4$s%1$s%2$s is not as it should be, without changing anything.
                    1. describe it: conditions, pods, events.
                    2. tree: which of its pods are old, which are new.
                    3. Of a pod that is not ready, describe and logs. Waits: ImagePullBackOff (image, registry, secret), CrashLoopBackOff (logs with
                    previous=true), CreateContainerConfigError (a ConfigMap or Secret that is not there), Pending (resources, taints, volumes).
                    4. Where a container ended with OOMKilled or 137: top, and its limits.
                    5. rollout_history: what is different from the revision before.
                    Say the cause with what shows it, and how to mend it as a manifest or a patch that can be tried with diff."""),
            prompt(
                    "rollout_recovery",
                    "Recovery of a rollout",
                    "Decide whether to wait, to mend or to take back a rollout, and do it",
                    List.of(KIND, NAME, NAMESPACE, CLUSTER),
                    """
                    The rollout of %3$s/%4$s%1$s%2$s does not end well.
                    1. wait with timeout_sec=0: where it stands. describe, and logs of a new pod: why.
                    2. rollout_history: what changed, and which revision was the last good one.
                    3. Decide: wait (it is only slow), mend (say the patch, try it with diff), or take back.
                    4. Ask me before you change anything. Then rollout with action=undo and that revision, or apply.
                    5. wait until it is done; unhealthy in the namespace must be empty of it.
                    Say what you did, and what has to happen before the change is tried again."""),
            prompt(
                    "safe_remediation",
                    "Remediation with care",
                    "Change something so that it can be seen before and taken back after",
                    List.of(
                            new Prompt.Argument("goal", "What is to be reached", true, Completer.NONE),
                            NAMESPACE,
                            CLUSTER),
                    """
                    Goal: %5$s%1$s%2$s. Reach it with the least change.
                    1. access: are you allowed to? get what you will change, and keep it: it is the way back.
                    2. Say which objects change, what depends on them (tree), and what may go wrong.
                    3. diff the manifest, or patch with dry_run=true. Show me the difference, and wait for my word.
                    4. One change at a time. apply without force; a conflict means that somebody else owns the field: say who.
                    5. wait until it is as it should be. Where it is not, take it back, and say so.
                    Nothing is deleted or drained unless the goal cannot be reached without it."""),
            prompt(
                    "connectivity",
                    "Connectivity",
                    "Find out why something cannot be reached",
                    List.of(
                            new Prompt.Argument("service", "The service that cannot be reached", true, Completer.NONE),
                            new Prompt.Argument("from", "Who calls it, as in the name of a pod", false, Completer.NONE),
                            NAMESPACE,
                            CLUSTER),
                    """
                    The service %6$s%1$s%2$s cannot be reached%7$s. Follow the way of a request, without changing anything.
                    1. describe the Service: selector, ports, the pods that it chooses. None, or none ready? That is it.
                    2. list endpointslices with label_selector=kubernetes.io/service-name=%6$s: are the ports those of the containers (targetPort)?
                    3. describe a chosen pod: readiness, the port that it listens on (logs).
                    4. list networkpolicies: does one choose these pods, or those that call, and leave no way?
                    5. From outside: describe the Ingress or gateway: class, host, path, backend, TLS secret.
                    6. Where exec is offered: a lookup of the name, and a call, from the pod that calls.
                    Say at which step the way breaks, what shows it, and what would mend it."""));

    private Prompts() {}

    /** All of them, with what knows values for their arguments. */
    static List<Prompt> all(Completions known) {
        Map<String, Completer> completers = Map.of(
                "namespace", known::namespaces,
                "cluster", known::clusters,
                "kind", known::kinds,
                "name", known::names,
                "service", known.named("Service"),
                "from", known.named("Pod"));
        return ALL.stream()
                .map(prompt -> new Prompt(
                        prompt.name(),
                        prompt.title(),
                        prompt.description(),
                        prompt.arguments().stream()
                                .map(argument -> new Prompt.Argument(
                                        argument.name(),
                                        argument.description(),
                                        argument.required(),
                                        completers.getOrDefault(argument.name(), Completer.NONE)))
                                .toList(),
                        prompt.handler()))
                .toList();
    }

    private static Prompt prompt(
            String name, String title, String description, List<Prompt.Argument> arguments, String text) {
        return new Prompt(
                name,
                title,
                description,
                arguments,
                (given, call) -> Prompt.Messages.ofUser(description, Content.text(filled(text, given))));
    }

    private static String filled(String text, Map<String, String> given) {
        String symptom = with(": ", given.get("symptom"));
        String where =
                with(" in the namespace ", given.get("namespace")) + with(" of the cluster ", given.get("cluster"));
        return String.format(
                text,
                where,
                symptom,
                given.getOrDefault("kind", ""),
                given.getOrDefault("name", ""),
                given.getOrDefault("goal", ""),
                given.getOrDefault("service", ""),
                with(" from ", given.get("from")));
    }

    private static String with(String before, @Nullable String value) {
        return value == null || value.isBlank() ? "" : before + value;
    }
}

package io.yumen.kube.api;

import io.yumen.kube.life.Journal;
import io.yumen.kube.life.Pods;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Trees;
import io.yumen.kube.wire.Broken;
import io.yumen.kube.wire.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the containers of pods print. */
final class Logs {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Pods pods;

    Logs(Pods pods) {
        this.pods = pods;
    }

    void answer(Call call, ObjectNode pod) {
        String name = Trees.text(pod, "metadata", "name");
        String container = container(call.parameter("container"), pod);
        boolean previous = call.flag("previous");
        String namespace = Trees.text(pod, "metadata", "namespace");
        if (!previous && Trees.text(pod, "status", "phase").equals("Running")) {
            pods.journal(namespace, name, container, false);
        }
        Journal journal = pods.findJournal(namespace, name, container, previous)
                .orElseThrow(() -> Refusal.badRequest(
                        previous
                                ? "previous terminated container \"" + container + "\" in pod \"" + name
                                        + "\" not found"
                                : "container \"" + container + "\" in pod \"" + name
                                        + "\" is waiting to start: ContainerCreating"));
        try (OutputStream out = call.stream(200, Map.of("Content-Type", "text/plain"))) {
            write(call, journal, out);
        } catch (IOException e) {
            throw new Broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(Call call, Journal journal, OutputStream out) throws IOException, InterruptedException {
        Instant since = since(call);
        List<Journal.Line> all = journal.from(0);
        int seen = all.size();
        List<Journal.Line> wanted =
                all.stream().filter(line -> !line.time().isBefore(since)).toList();
        long tail = number(call, "tailLines", Integer.MAX_VALUE);
        long left = number(call, "limitBytes", Long.MAX_VALUE);
        left = print(call, wanted.subList((int) Math.max(0, wanted.size() - tail), wanted.size()), out, left);
        out.flush();
        while (call.flag("follow") && left > 0 && journal.await(seen, PATIENCE)) {
            List<Journal.Line> more = journal.from(seen);
            seen += more.size();
            left = print(call, more, out, left);
            out.flush();
        }
    }

    private static long print(Call call, List<Journal.Line> lines, OutputStream out, long left) throws IOException {
        long rest = left;
        for (Journal.Line line : lines) {
            String stamp = call.flag("timestamps") ? line.time() + " " : "";
            byte[] bytes = (stamp + line.text() + "\n").getBytes(StandardCharsets.UTF_8);
            int length = (int) Math.min(bytes.length, rest);
            out.write(bytes, 0, length);
            rest -= length;
        }
        return rest;
    }

    private static Instant since(Call call) {
        if (!call.parameter("sinceTime").isEmpty()) {
            return Instant.parse(call.parameter("sinceTime"));
        }
        long seconds = number(call, "sinceSeconds", -1);
        return seconds < 0 ? Instant.MIN : Instant.now().minusSeconds(seconds);
    }

    private static long number(Call call, String name, long otherwise) {
        return call.parameter(name).isEmpty() ? otherwise : Long.parseLong(call.parameter(name));
    }

    /** The container that is meant: the one that is named, or the only one. */
    static String container(String wanted, ObjectNode pod) {
        List<String> names = Trees.at(pod, "spec", "containers")
                .valueStream()
                .map(container -> Trees.text(container, "name"))
                .collect(Collectors.toList());
        JsonNode first = Trees.at(pod, "spec", "initContainers");
        String name = Trees.text(pod, "metadata", "name");
        if (wanted.isEmpty()) {
            if (names.size() != 1) {
                throw Refusal.badRequest("a container name must be specified for pod " + name + ", choose one of: ["
                        + String.join(" ", names) + "]");
            }
            return names.getFirst();
        }
        first.forEach(container -> names.add(Trees.text(container, "name")));
        if (!names.contains(wanted)) {
            throw Refusal.badRequest("container " + wanted + " is not valid for pod " + name);
        }
        return wanted;
    }
}

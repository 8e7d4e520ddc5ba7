package io.yumen.service.kubernetes.change;

import io.yumen.catalogue.Parameters;
import io.yumen.exchange.Cancellation;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.schema.Doc;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import io.yumen.service.answer.Answers;
import io.yumen.service.kubernetes.api.Channel;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.form.Words;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What reaches into pods. */
final class PodTools {
    private static final int STATUS = 3;
    private static final int MOST_BYTES = 4 << 20;
    private static final ToolHints OPEN = new ToolHints(false, false, false, true);
    private static final JsonCodec CODEC = new JsonCodec(new JsonLimits(64 << 10, 20, 1_000, 100));

    private final Clusters clusters;
    private final Answers answers;
    private final Forwards forwards;

    PodTools(Clusters clusters, Answers answers, Forwards forwards) {
        this.clusters = clusters;
        this.answers = answers;
        this.forwards = forwards;
    }

    record ExecInput(
            @Doc("Pod") String name,
            @Nullable @Doc("Namespace; the context's") String namespace,
            @Nullable @Doc("Container; the usual one") String container,

            @Doc(value = "Program and arguments; no shell reads them", max = 200)
            List<String> command,

            @Doc(name = "timeout_sec", value = "Seconds at most", min = 1, max = 600, fallback = "30")
            int timeoutSec,

            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    enum Action {
        OPEN,
        CLOSE,
        LIST
    }

    record ForwardInput(
            @Doc(value = "What to do", fallback = "\"open\"")
            Action action,

            @Nullable @Doc("Pod") String name,
            @Nullable @Doc("Namespace; the context's") String namespace,

            @Doc(value = "Port of the pod", min = 1, max = 65535, fallback = "80")
            int port,

            @Doc(
                    name = "local_port",
                    value = "Port of the gateway's host; 0 for a free one; which to close",
                    min = 0,
                    max = 65535,
                    fallback = "0")
            int localPort,

            @Doc(value = "Minutes that it is open", min = 1, max = 240, fallback = "15")
            int minutes,

            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    List<Tool> all() {
        return List.of(
                Tool.named("exec", "Run a command")
                        .does("Runs a command in a container, and tells what it wrote and how it ended.")
                        .hints(Changes.DESTROY)
                        .returns(Words.class)
                        .answers(ExecInput.class, this::exec),
                Tool.named("port_forward", "Forward a port")
                        .does(
                                "Opens a port of 127.0.0.1 on the gateway's host that leads to a pod, closes or lists such.")
                        .hints(OPEN)
                        .returns(Changes.class)
                        .answers(ForwardInput.class, this::forward));
    }

    private Tool.Outcome exec(ExecInput input, Call call) {
        if (input.command().isEmpty()) {
            throw new ToolFailure("Say the command, as in [\"ls\", \"-l\"]");
        }
        Reach reach = clusters.reach(input.cluster(), call);
        Kind kind = reach.kind("v1", "Pod");
        Parameters query = new Parameters()
                .put("command", input.command())
                .put("container", input.container())
                .put("stdout", "true")
                .put("stderr", "true");
        Run run = new Run();
        String namespace = reach.namespace(input.namespace(), kind);
        try (Channel channel = reach.channel(kind, namespace, input.name(), "exec", query)) {
            Cancellation.Registration cancelled = channel.endWith(call.cancellation());
            Duration longest = Duration.ofSeconds(input.timeoutSec());
            call.waits(longest);
            run.until(channel, longest);
            cancelled.close();
        }
        call.cancellation().check();
        String text = PlainText.lines(run.text());
        ToolResult told = answers.text(input.name() + ".out", text, Answers.Cut.BEGINNING, call);
        return Words.structured(new ToolResult(told.content(), null, run.failed));
    }

    /** What a command wrote, and how it ended. */
    private static final class Run {
        private final Tail written = new Tail(MOST_BYTES);
        private String end = "";
        private boolean failed;

        void until(Channel channel, Duration longest) {
            long last = System.nanoTime() + longest.toNanos();
            while (true) {
                Optional<Channel.Frame> next = channel.take(Duration.ofNanos(Math.max(1, last - System.nanoTime())));
                if (next.isEmpty()) {
                    ended("[it did not end within " + longest.toSeconds() + " s, and was let go]", Boolean.TRUE);
                    return;
                }
                if (!took(next.get())) {
                    return;
                }
            }
        }

        private boolean took(Channel.Frame frame) {
            if (frame.isEnd()) {
                return false;
            }
            if (frame.stream() == STATUS) {
                status(frame.text());
                return false;
            }
            written.add(frame.bytes());
            return true;
        }

        private void status(String text) {
            try {
                JsonNode status = CODEC.read(text.getBytes(StandardCharsets.UTF_8));
                if (status.path("status").asString("").equals("Success")) {
                    return;
                }
                for (JsonNode cause : status.path("details").path("causes")) {
                    if (cause.path("reason").asString("").equals("ExitCode")) {
                        ended("[exit code " + cause.path("message").asString("") + "]", Boolean.TRUE);
                        return;
                    }
                }
                ended("[" + status.path("message").asString("it failed") + "]", Boolean.TRUE);
            } catch (RpcException e) {
                ended("[" + PlainText.echo(text) + "]", Boolean.TRUE);
            }
        }

        private void ended(String words, Boolean isFailure) {
            end = words;
            failed = isFailure;
        }

        String text() {
            String before = written.lost() == 0 ? "" : "[" + written.lost() + " bytes before these were not kept]\n";
            String text = before + written.text();
            String whole = end.isEmpty() ? text : text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + end;
            return whole.isEmpty() ? "[it wrote nothing, and ended well]" : whole;
        }
    }

    private Tool.Outcome forward(ForwardInput input, Call call) {
        return switch (input.action()) {
            case OPEN -> open(input, call);
            case CLOSE -> {
                forwards.close(input.localPort(), call.caller().principal());
                yield Changes.one("127.0.0.1:" + input.localPort(), "closed", null);
            }
            case LIST ->
                new Changes(forwards.of(call.caller().principal()).stream()
                                .map(forward ->
                                        new Changes.Changed(forward.address(), "open", "to " + forward.target()))
                                .toList())
                        .result();
        };
    }

    private Tool.Outcome open(ForwardInput input, Call call) {
        String name = input.name();
        if (name == null) {
            throw new ToolFailure("Say the name of the pod");
        }
        Reach near = clusters.reach(input.cluster(), call);
        Kind kind = near.kind("v1", "Pod");
        String namespace = near.namespace(input.namespace(), kind);
        near.get(kind, namespace, name);
        Forwards.Wanted wanted = new Forwards.Wanted(
                call.caller().access(),
                input.localPort(),
                Duration.ofMinutes(input.minutes()),
                name + ":" + input.port());
        Parameters query = new Parameters().put("ports", Integer.toString(input.port()));
        Forwards.Forward opened = forwards.open(
                wanted,
                call.cancellation(),
                cancellation -> clusters.reach(input.cluster(), call.caller().access(), cancellation)
                        .channel(kind, namespace, name, "portforward", query));
        return Changes.one(opened.address(), "open", "to " + opened.target() + ", for " + input.minutes() + " minutes");
    }
}

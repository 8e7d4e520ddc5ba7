package io.yumen.service.helm;

import io.yumen.schema.Doc;
import io.yumen.schema.Spread;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolHints;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Listed;
import io.yumen.service.answer.Source;
import io.yumen.service.kubernetes.api.Clusters;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Releases as they were. */
final class RevisionTools {
    private final Clusters clusters;
    private final Answers answers;

    RevisionTools(Clusters clusters, Answers answers) {
        this.clusters = clusters;
        this.answers = answers;
    }

    record HistoryInput(
            @Doc("Name") String name,
            @Nullable @Doc("Default: the context's") String namespace,
            @Spread Paging paging,
            @Nullable @Doc("Context; the usual one") String cluster) {}

    record DiffInput(
            @Doc("Name") String name,
            @Nullable @Doc("Default: the context's") String namespace,

            @Nullable @Doc(value = "Revision; the one before \"to\"", min = 1)
            Integer from,

            @Nullable @Doc(value = "Revision; the newest", min = 1)
            Integer to,

            @Doc(value = "What of it", fallback = "\"all\"") Changes.Scope part,

            @Spread Paging paging,
            @Nullable @Doc("Context; the usual one") String cluster) {}

    List<Tool> all() {
        return List.of(
                Tool.named("release_history", "History of a release")
                        .does("Lists the revisions of a release, newest first.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(HistoryInput.class, this::history),
                Tool.named("release_diff", "Compare revisions")
                        .does("Lists what differs between two revisions of a release.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(DiffInput.class, this::diff));
    }

    private Tool.Outcome history(HistoryInput input, Call call) {
        Storage storage = new Storage(clusters.reach(input.cluster(), call));
        List<Head> revisions = storage.revisions(storage.namespace(input.namespace()), input.name());
        HeadSource source = new HeadSource(storage, revisions, input.paging().listing(), HeadSource.Rows.REVISIONS);
        return answers.list(input, input.paging().listing(), "revisions", source);
    }

    private Tool.Outcome diff(DiffInput input, Call call) {
        Storage storage = new Storage(clusters.reach(input.cluster(), call));
        List<Head> revisions = storage.revisions(storage.namespace(input.namespace()), input.name());
        Head to = Storage.chosen(revisions, input.to());
        Head from = input.from() == null ? before(revisions, to) : Storage.chosen(revisions, input.from());
        String noun = "differences from revision " + from.revision() + " to " + to.revision();
        return answers.list(
                input,
                input.paging().listing(),
                noun,
                Source.of(Changes.between(storage.read(from), storage.read(to), input.part())));
    }

    private static Head before(List<Head> revisions, Head to) {
        return revisions.stream()
                .filter(head -> head.revision() < to.revision())
                .findFirst()
                .orElseThrow(() -> new ToolFailure(
                        "not_found",
                        to.name() + " has no revision before " + to.revision() + "; say \"from\"",
                        Duration.ZERO));
    }
}

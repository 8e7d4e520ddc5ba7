package io.yumen.service.kubernetes.change;

import io.yumen.service.Tool;
import io.yumen.service.answer.Answers;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.tenant.Access;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All tools that change something, or reach into pods. Closing them closes the ports that they opened. */
public final class ChangeTools implements AutoCloseable {
    private final Forwards forwards = new Forwards();
    private final List<Tool> all;

    public ChangeTools(Clusters clusters, Answers answers) {
        all = Stream.of(
                        new ApplyTools(clusters).all(),
                        new ScaleTools(clusters).all(),
                        new NodeTools(clusters).all(),
                        new PodTools(clusters, answers, forwards).all())
                .flatMap(List::stream)
                .toList();
    }

    public List<Tool> all() {
        return all;
    }

    /** Closes the ports of those whose credentials have ended. */
    public void accessEnded(Predicate<Access> ended) {
        forwards.accessEnded(ended);
    }

    @Override
    public void close() {
        forwards.close();
    }
}

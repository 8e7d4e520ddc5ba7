package io.yumen.service.kubernetes.look;

import io.yumen.service.Mode;
import io.yumen.service.Tool;
import io.yumen.service.answer.Answers;
import io.yumen.service.kubernetes.api.Clusters;
import java.util.List;
import java.util.stream.Stream;

/** All tools that only look. */
public final class LookTools {
    private LookTools() {}

    public static List<Tool> all(Clusters clusters, Answers answers, Mode mode) {
        return Stream.of(
                        new ObjectTools(clusters, answers).all(),
                        new DescribeTools(clusters, answers).all(),
                        new EventTools(clusters, answers).all(),
                        new LogTools(clusters, answers).all(),
                        new TopTools(clusters, answers).all(),
                        new RolloutTools(clusters, answers).all(),
                        new ClusterTools(clusters, answers, mode).all())
                .flatMap(List::stream)
                .toList();
    }
}

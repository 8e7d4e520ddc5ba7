package io.yumen.service.kubernetes.change;

import io.yumen.service.Tool;
import io.yumen.service.kubernetes.api.Clusters;
import java.util.List;
import java.util.stream.Stream;

/** All tools that change something, or reach into pods. */
public final class ChangeTools {
    private ChangeTools() {}

    public static List<Tool> all(Clusters clusters) {
        return Stream.of(new ApplyTools(clusters).all(), new ScaleTools(clusters).all())
                .flatMap(List::stream)
                .toList();
    }
}

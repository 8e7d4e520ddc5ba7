package io.yumen.limit;

import java.util.Map;
import java.util.Optional;

/**
 * How often one server may be used: its tools called, its prompts got, its resources read.
 *
 * @param all by everybody together
 * @param each by each principal
 * @param tools by everybody together, for tools whose names match; {@code *} stands for any characters
 */
public record PaceConfig(Optional<RateConfig> all, Optional<RateConfig> each, Map<String, RateConfig> tools) {
    /** As often as one likes. */
    public static final PaceConfig NONE = new PaceConfig(Optional.empty(), Optional.empty(), Map.of());

    public PaceConfig {
        tools = Map.copyOf(tools);
    }
}

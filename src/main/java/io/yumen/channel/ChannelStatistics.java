package io.yumen.channel;

import java.util.Map;

/**
 * What became of channels since the start.
 *
 * @param open channels that are alive
 * @param attached those that have a wire
 * @param opened channels that were opened
 * @param refused channels that could not be opened
 * @param ended channels that have ended, by the reason
 */
public record ChannelStatistics(int open, int attached, long opened, long refused, Map<Ending, Long> ended) {
    public ChannelStatistics {
        ended = Map.copyOf(ended);
    }
}

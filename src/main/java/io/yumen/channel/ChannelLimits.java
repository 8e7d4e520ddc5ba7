package io.yumen.channel;

import java.time.Duration;
import java.util.stream.IntStream;

/**
 * What the channels of clients may take up.
 *
 * @param channels channels in all
 * @param perPrincipal channels of one principal
 * @param perAddress channels that were opened from one address, or network of IPv6 (/64)
 * @param messages messages kept on one channel
 * @param characters how many those may have together; one message is kept however long it is
 * @param age how long a message that was given to a wire is kept for a replay
 * @param detached how long a resumable channel waits for its next wire
 * @param sweep how often age and detached are looked at
 * @param inFlight requests of the modern era under way on one channel
 * @param posts by how many keys a message that is sent again is known again
 */
public record ChannelLimits(
        int channels,
        int perPrincipal,
        int perAddress,
        int messages,
        int characters,
        Duration age,
        Duration detached,
        Duration sweep,
        int inFlight,
        int posts) {
    /**
     * 10,000 channels, all of them of one principal if need be, 100 from one address; 1,000 messages of 4 Mi characters
     * together for 5 minutes; 5 minutes without a wire; a sweep a minute; 256 requests; 256 posts.
     */
    public static final ChannelLimits DEFAULT = new ChannelLimits(
            10_000,
            10_000,
            100,
            1_000,
            4 << 20,
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            256,
            256);

    public ChannelLimits {
        if (IntStream.of(channels, perPrincipal, perAddress, messages, characters, inFlight, posts)
                .anyMatch(limit -> limit < 1)) {
            throw new IllegalArgumentException("Limits of channels are positive");
        }
        if (!age.isPositive() || !detached.isPositive() || !sweep.isPositive()) {
            throw new IllegalArgumentException("Times of a channel are positive");
        }
    }

    /** The same with so many channels: in all and of one principal, and from one address. */
    public ChannelLimits withChannels(int most, int mostPerAddress) {
        return new ChannelLimits(
                most, most, mostPerAddress, messages, characters, age, detached, sweep, inFlight, posts);
    }

    /** The same with so many messages of so many characters on one channel. */
    public ChannelLimits withKept(int mostMessages, int mostCharacters) {
        return new ChannelLimits(
                channels,
                perPrincipal,
                perAddress,
                mostMessages,
                mostCharacters,
                age,
                detached,
                sweep,
                inFlight,
                posts);
    }

    /** The same with another time without a wire. */
    public ChannelLimits withDetached(Duration time) {
        return new ChannelLimits(
                channels, perPrincipal, perAddress, messages, characters, age, time, sweep, inFlight, posts);
    }
}

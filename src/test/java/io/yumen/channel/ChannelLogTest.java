package io.yumen.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ChannelLogTest {
    private static final int MESSAGES = 20;
    private static final int CHARACTERS = 400;

    private final ChannelLog log = new ChannelLog(ChannelLimits.DEFAULT.withKept(MESSAGES, CHARACTERS));

    @Test
    void one_message_is_kept_however_long_it_is() {
        assertThat(log.add("x".repeat(10_000), 0)).isTrue();
        assertThat(log.after(0)).hasSize(1);
        assertThat(log.add("y", 0)).isFalse();
        log.give(1);
        assertThat(log.add("y", 0)).isTrue();
        assertThat(log.reaches(0)).isFalse();
    }

    @Test
    void what_nobody_ever_read_makes_room_for_what_is_newer() {
        for (int i = 1; i <= 3 * MESSAGES; i++) {
            log.push("m" + i, 0);
        }

        assertThat(log.after(log.forgotten()).getFirst().text()).isEqualTo("m" + (2 * MESSAGES + 1));
        assertThat(log.given()).isEqualTo(log.forgotten());
    }

    @Test
    void age_takes_only_what_was_given_to_a_wire() {
        log.add("a", 10);
        log.add("b", 20);
        log.give(1);

        log.forgetBefore(100);

        assertThat(log.after(1)).containsExactly(new Numbered(2, "b"));
        assertThat(log.reaches(0)).isFalse();
    }

    /** Against a list of everything ever sent: whatever order things happen in, a reachable cursor gets exactly the rest. */
    @RepeatedTest(200)
    void a_cursor_gets_exactly_the_rest_or_is_refused(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<String> sent = new ArrayList<>();
        long saw = 0;
        long given = 0;
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    String text = "m" + sent.size() + "x".repeat(random.nextInt(60));
                    if (log.add(text, step)) {
                        sent.add(text);
                    } else {
                        assertThat(sent.size() - given)
                                .as("refused only where all waits")
                                .isPositive();
                    }
                }
                case 2 -> {
                    List<Numbered> rest = log.after(given);
                    if (!rest.isEmpty()) {
                        given = rest.getLast().sequence();
                        log.give(given);
                    }
                }
                case 3 -> {
                    saw += random.nextInt((int) (given - saw) + 1);
                    log.acknowledge(saw);
                }
                default -> log.forgetBefore(step - 100);
            }
            check(sent, random.nextInt(sent.size() + 2));
            check(sent, given);
        }
    }

    private void check(List<String> sent, long cursor) {
        assertThat(log.last()).isEqualTo(sent.size());
        assertThat(log.given()).as("nothing that waits is forgotten").isGreaterThanOrEqualTo(log.forgotten());
        if (!log.reaches(cursor)) {
            assertThat(cursor < log.forgotten() || cursor > sent.size()).isTrue();
            return;
        }
        List<Numbered> all = new ArrayList<>();
        for (List<Numbered> some = log.after(cursor);
                !some.isEmpty();
                some = log.after(all.getLast().sequence())) {
            all.addAll(some);
        }
        assertThat(all).extracting(Numbered::text).containsExactlyElementsOf(sent.subList((int) cursor, sent.size()));
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).sequence()).isEqualTo(cursor + i + 1);
        }
    }
}

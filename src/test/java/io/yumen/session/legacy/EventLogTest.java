package io.yumen.session.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventLogTest {
    @Test
    void only_what_came_later_on_the_same_stream_is_replayed() {
        EventLog log = new EventLog(EventLogLimits.DEFAULT);
        EventId first = log.add(1, "a").id();
        log.add(2, "b");
        log.add(1, "c");
        EventId last = log.add(1, "d").id();

        assertThat(log.after(first).orElseThrow())
                .extracting(EventLog.Event::message)
                .containsExactly("c", "d");
        assertThat(log.after(last))
                .hasValueSatisfying(events -> assertThat(events).isEmpty());
    }

    @Test
    void what_may_be_forgotten_is_not_replayed_in_part() {
        EventLog log = new EventLog(new EventLogLimits(3, 10));
        EventId first = log.add(1, "a").id();
        log.add(1, "b");
        log.add(1, "c");
        assertThat(log.after(first)).isPresent();
        log.add(1, "d");
        assertThat(log.after(first)).isPresent();
        log.add(1, "e");
        assertThat(log.after(first)).isEmpty();
        log.add(1, "longer than all");
        assertThat(log.after(new EventId(1, 5))).isEmpty();
    }

    @Test
    void an_event_that_was_never_sent_is_not_known() {
        assertThat(new EventLog(EventLogLimits.DEFAULT).after(new EventId(1, 7)))
                .isEmpty();
    }

    @Test
    void the_text_of_an_id_is_read_back_and_other_texts_are_not() {
        EventId id = new EventId(3, 17);

        assertThat(EventId.read(id.toString())).contains(id);
        assertThat(Stream.of("", "3", "3-", "-3", "a-b", "3-1-2", " 3-1", "99999999999-1"))
                .allSatisfy(text -> assertThat(EventId.read(text)).isEmpty());
    }
}

package io.yumen.service.kubernetes.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.protocol.JsonCodec;
import io.yumen.service.ToolFailure;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How many objects a call holds is a matter of how large they are. */
class ArmfulTest {
    @Test
    void small_objects_fit_where_large_ones_do_not() {
        Armful small = new Armful(1 << 20);
        for (int i = 0; i < 2_000; i++) {
            small.add(object(1, i));
        }
        assertThat(small.objects()).hasSize(2_000);

        Armful large = new Armful(1 << 20);
        large.add(object(5_000, 0));
        assertThatThrownBy(() -> {
                    for (int i = 1; i < 2_000; i++) {
                        large.add(object(5_000, i));
                    }
                })
                .isInstanceOf(ToolFailure.class)
                .hasMessage(
                        "After 3 objects there is no room for more (1 MiB); ask for one namespace, or with a selector,"
                                + " or for less of each");
        assertThat(large.objects()).as("what was held stays").hasSize(3);
    }

    @Test
    void what_is_reckoned_is_more_than_what_is_written_and_not_by_far() {
        ObjectNode object = object(500, 7);
        int written = JsonCodec.bytes(object).length;
        assertThat(Armful.bytes(object)).isBetween((long) written, 8L * written);
    }

    /** One with so many fields. */
    private static ObjectNode object(int fields, int number) {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("number", number);
        ObjectNode spec = object.putObject("spec");
        for (int i = 0; i < fields; i++) {
            spec.put("f" + i, "value");
        }
        object.putArray("list").add("a").add(true);
        return object;
    }
}

package io.yumen.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is written field by field is what the tree with these fields would be written as. */
class FieldWriterTest {
    @Test
    void fields_of_every_kind_stand_in_order_as_in_a_tree() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("te\"xt", "a \\ \n \u0000 ü 漢 \uD83D\uDE00")
                .put("least", Long.MIN_VALUE)
                .put("most", Long.MAX_VALUE);
        tree.putObject("tree").put("a", 1.5).putNull("b");
        tree.putArray("none");
        tree.putArray("some").add("one").add("tw\"o");
        tree.putObject("object").put("x", "y").putObject("deeper").putObject("empty");
        tree.put("last", 1);
        byte[] written = new FieldWriter()
                .put("te\"xt", "a \\ \n \u0000 ü 漢 \uD83D\uDE00")
                .put("least", Long.MIN_VALUE)
                .put("most", Long.MAX_VALUE)
                .put("tree", tree.get("tree"))
                .put("none", List.of())
                .put("some", List.of("one", "tw\"o"))
                .put("object", object -> object.put("x", "y").put("deeper", deeper -> deeper.put("empty", none -> {})))
                .put("last", 1)
                .bytes();
        assertThat(written).asString().isEqualTo(JsonCodec.text(tree));
    }

    @Test
    void nothing_put_is_an_empty_object() {
        assertThat(new FieldWriter().bytes()).asString().isEqualTo("{}");
    }

    @Test
    void one_object_is_written_after_another() {
        FieldWriter writer = new FieldWriter();

        assertThat(writer.put("a", 1).bytes()).asString().isEqualTo("{\"a\":1}");
        assertThat(writer.bytes()).asString().isEqualTo("{}");
        assertThat(writer.put("b", "").bytes()).asString().isEqualTo("{\"b\":\"\"}");

        writer.put("half", 1);
        assertThat(writer.begin().put("c", 2).bytes()).asString().isEqualTo("{\"c\":2}");
    }
}

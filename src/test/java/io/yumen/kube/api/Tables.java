package io.yumen.kube.api;

import io.yumen.kube.store.Trees;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects as tables, as the server prints them for kubectl. */
final class Tables {
    private Tables() {}

    static ObjectNode head(List<Column> columns) {
        ObjectNode head = Trees.object();
        head.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        ArrayNode definitions = head.putArray("columnDefinitions");
        columns.forEach(column -> definitions
                .addObject()
                .put("name", column.name())
                .put("type", column.type())
                .put("format", column.name().equals("Name") ? "name" : "")
                .put("description", column.name())
                .put("priority", column.priority()));
        return head;
    }

    static ObjectNode row(List<Column> columns, ObjectNode object) {
        ObjectNode row = Trees.object();
        ArrayNode cells = row.putArray("cells");
        columns.forEach(column -> cells.add(column.cell().apply(object)));
        return row;
    }
}

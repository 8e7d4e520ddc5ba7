package io.yumen.kube.api;

import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A column of a table.
 *
 * @param priority 0 when it is always shown, 1 when only wide tables show it
 */
record Column(String name, String type, int priority, Function<JsonNode, JsonNode> cell) {}

package io.yumen.hub.search;

import io.yumen.hub.names.Named;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tools that a caller may see; both lists have the same order.
 *
 * @param items as clients see them; shared, and not to be changed
 */
public record Found(List<Named> names, List<ObjectNode> items) {}

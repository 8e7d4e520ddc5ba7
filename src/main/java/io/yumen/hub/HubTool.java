package io.yumen.hub;

import io.yumen.hub.names.Named;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool that the hub offers, for its operator.
 *
 * @param named whose it is, and what it is called
 * @param definition as clients see it; shared, and not to be changed
 */
public record HubTool(Named named, ObjectNode definition) {}

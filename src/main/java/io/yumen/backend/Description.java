package io.yumen.backend;

import io.yumen.protocol.Revision;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server said of itself.
 *
 * @param revision the revision that the connection speaks
 * @param capabilities the server's capabilities, as it sent them
 * @param serverInfo its name and version, as it claims them
 * @param instructions how its author wants it to be used; empty where it did not say
 */
public record Description(Revision revision, ObjectNode capabilities, ObjectNode serverInfo, String instructions) {}

package io.yumen.backend.stdio;

import io.yumen.backend.link.LinkLimits;
import io.yumen.process.ChildLimits;
import io.yumen.process.Command;
import io.yumen.protocol.Revision;
import org.jspecify.annotations.Nullable;

/**
 * A server that is a child process.
 *
 * @param name its name in the configuration
 * @param command what to run
 * @param revision the revision to speak; null to find out
 * @param child the limits of the process
 * @param link the limits of the connection
 */
public record StdioConfig(
        String name, Command command, @Nullable Revision revision, ChildLimits child, LinkLimits link) {
    public StdioConfig(String name, Command command) {
        this(name, command, null, ChildLimits.DEFAULT, LinkLimits.DEFAULT);
    }
}

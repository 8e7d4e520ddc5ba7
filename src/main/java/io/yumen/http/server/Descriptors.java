package io.yumen.http.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps client connections within the file descriptors of the process. Helidon's listener gives up for good when it
 * cannot accept, so clients must never use the last one; a quarter is left for servers, children and files.
 */
final class Descriptors {
    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);

    private Descriptors() {}

    static int connections(int wanted) {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            return wanted;
        }
        long allowed = Math.max(16, system.getMaxFileDescriptorCount() / 4 * 3);
        if (wanted <= allowed) {
            return wanted;
        }
        LOG.atWarn()
                .addKeyValue("wanted", wanted)
                .addKeyValue("allowed", allowed)
                .log("Fewer client connections than configured: raise the limit of open files");
        return (int) allowed;
    }
}

package io.yumen.transport;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What all threads are doing, virtual ones too: for the message of a test that waited in vain. */
public final class ThreadDump {
    private ThreadDump() {}

    /** One, as text. */
    public static String take() {
        try {
            Path dump = Files.createTempDirectory("threads").resolve("dump");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
            String text = Files.readString(dump);
            Files.delete(dump);
            Files.delete(dump.getParent());
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

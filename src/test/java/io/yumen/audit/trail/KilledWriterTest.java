package io.yumen.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer that is killed without a warning, again and again; a hundred times with {@code -Dyumen.soak}. */
final class KilledWriterTest {
    private static final int KILLS = System.getProperty("yumen.soak") == null ? 4 : 100;

    private final Random random = new Random(20261121);

    @TempDir
    private Path folder;

    @Test
    void nothing_that_was_durable_is_lost_and_the_chain_holds() throws IOException {
        TrailConfig config = Trails.in(folder);
        for (int kill = 0; kill < KILLS; kill++) {
            long last = recordAndKill("kill-" + kill, random.nextInt(300));

            assertThat(Trails.verify(config)).isInstanceOf(Finding.Intact.class);
            assertThat(String.join("\n", Trails.lines(config))).contains("\"name\":\"kill-" + kill + "-" + last + "\"");
        }
        try (Trail trail = Trails.start(config)) {
            trail.recordDurably(Trails.call("after"));
        }
        assertThat(Trails.verify(config)).isInstanceOf(Finding.Intact.class);
    }

    /** Returns the number of the last record that was said to be durable. */
    private long recordAndKill(String name, int after) throws IOException {
        try (Recording recording = new Recording(folder)) {
            long last = Long.parseLong(recording.ask("for-ever " + name));
            for (int i = 0; i < after; i++) {
                last = Long.parseLong(recording.answer());
            }
            recording.kill();
            for (String said : recording.rest()) {
                last = said.matches("\\d+") ? Math.max(last, Long.parseLong(said)) : last;
            }
            return last;
        }
    }
}

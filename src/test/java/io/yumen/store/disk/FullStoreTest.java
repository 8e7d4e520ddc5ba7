package io.yumen.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FullStoreTest {
    @TempDir
    private Path folder;

    @Test
    void a_full_disk_refuses_writes_and_not_reads_until_there_is_space_again() throws IOException {
        List<String> command = new ArrayList<>(
                List.of("bwrap", "--dev-bind", "/", "/", "--size", "1048576", "--tmpfs", folder.toString()));
        command.addAll(Children.command(FullDisk.class, folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            List<String> said = process.inputReader().lines().toList();
            assertThat(said).hasSize(8);
            for (int i = 0; i < 6; i += 2) {
                assertThat(said.get(i)).startsWith("write: FULL No space is left for the state file");
                assertThat(said.get(i + 1)).isEqualTo("read: kept");
            }
            assertThat(said.subList(6, 8)).containsExactly("write again: true", "reopened: 100000");
        } finally {
            process.destroyForcibly();
        }
    }
}

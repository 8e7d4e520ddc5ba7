package io.yumen.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.store.Space;
import io.yumen.store.Store;
import io.yumen.store.StoreException;
import io.yumen.store.StoreException.Code;
import io.yumen.store.StoreLimits;
import io.yumen.store.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the file lies, and who may use it. */
final class PlaceTest {
    @TempDir
    private Path folder;

    private Path directory;

    @BeforeEach
    void name() {
        directory = folder.resolve("some").resolve("state");
    }

    @Test
    void the_directory_and_all_in_it_are_for_their_owner_alone() throws IOException {
        open().close();
        assertThat(rights(directory)).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isNotEmpty().allMatch(file -> rights(file).equals("rw-------"));
        }
    }

    @Test
    void a_directory_that_others_can_read_is_refused() throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        assertRefused(Code.NOT_USABLE, "chmod 700 " + directory);
    }

    @Test
    void a_file_in_place_of_the_directory_is_refused() throws IOException {
        Files.createDirectories(directory.getParent());
        Files.writeString(directory, "");
        assertRefused(Code.NOT_USABLE, "is no directory");
    }

    @Test
    void a_second_one_is_told_who_has_it() throws IOException {
        try (Store first = open()) {
            assertRefused(
                    Code.IN_USE, "in use by process " + ProcessHandle.current().pid());
            first.values().put(Space.KEYS.ofGateway().key("a"), Value.of("still usable"));
        }
        open().close();
    }

    @Test
    void another_process_that_has_it_is_named() throws IOException, InterruptedException {
        Process other = Children.start(folder.resolve("complaints"), KilledWriter.class, directory.toString());
        try {
            assertThat(other.inputReader().readLine()).isNotNull();
            assertRefused(Code.IN_USE, "in use by process " + other.pid() + ". Stop that process");
        } finally {
            other.destroyForcibly().waitFor();
        }
        open().close();
    }

    private void assertRefused(Code code, String message) {
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private Store open() {
        return DiskStore.open(directory, StoreLimits.DEFAULT, InstantSource.system());
    }

    private static String rights(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

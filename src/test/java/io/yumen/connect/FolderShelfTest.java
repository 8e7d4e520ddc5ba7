package io.yumen.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderShelfTest {
    @TempDir
    Path directory;

    private Path folder;
    private FolderShelf shelf;

    @BeforeEach
    void begin() {
        folder = directory.resolve("state/connect");
        shelf = new FolderShelf(folder, "g1");
    }

    @Test
    void what_was_put_is_there_for_others_of_the_same_user_and_for_nobody_else() throws IOException {
        assertThat(shelf.get("a")).isEmpty();
        assertThat(folder).as("looking makes nothing").doesNotExist();
        shelf.put("a", "one");
        shelf.put("a", "two");

        assertThat(new FolderShelf(folder, "g2").get("a")).contains("two");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList())
                    .hasSize(1)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        shelf.remove("a");
        shelf.remove("a");
        assertThat(shelf.get("a")).isEmpty();
    }

    @Test
    void a_folder_that_others_can_use_gets_nothing() throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        shelf.put("a", "one");

        assertThat(shelf.get("a")).isEmpty();
        assertThat(shelf.alone(() -> "done")).isEqualTo("done");
        try (FileTurn turn = shelf.turnToLogIn().orElseThrow()) {
            assertThat(turn).isNotNull();
        }
    }

    @Test
    void one_at_a_time_is_alone() throws Exception {
        List<Integer> inside = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = IntStream.range(0, 20)
                    .mapToObj(i -> threads.submit(() -> shelf.alone(() -> {
                        // Not safe for threads: they would lose some of it.
                        inside.add(i);
                        return inside.size();
                    })))
                    .toList();
            for (Future<Integer> one : all) {
                one.get(30, TimeUnit.SECONDS);
            }
        }
        assertThat(inside).hasSize(20);
    }

    @Test
    void a_turn_ends_when_it_is_given_back() {
        shelf.turnToLogIn().orElseThrow().close();
        try (FileTurn second = shelf.turnToLogIn().orElseThrow()) {
            assertThat(second).isNotNull();
        }
    }
}

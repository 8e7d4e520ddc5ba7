package io.yumen.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.store.Folder;
import io.yumen.store.Space;
import io.yumen.store.StoreException;
import io.yumen.store.StoreException.Code;
import io.yumen.store.StoreLimits;
import io.yumen.store.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups, and what is restored of them. */
final class BackupTest {
    private static final Folder FOLDER = Space.GRANTS.ofGateway();

    @TempDir
    private Path folder;

    private Path backup() {
        return folder.resolve("backup");
    }

    @Test
    void what_was_backed_up_is_there_again_and_nothing_else() throws IOException {
        try (DiskStore store = open("one")) {
            store.values().put(FOLDER.key("a"), Value.of("\uD83D\uDE00\n\0"));
            store.logs().append(FOLDER.key("log"), "record");
            store.counters().add(FOLDER.key("count"), 5);
            store.backup(backup());
            store.values().put(FOLDER.key("later"), Value.of("x"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup())))
                .isEqualTo("rw-------");
        try (DiskStore other = open("two")) {
            other.values().put(FOLDER.key("other"), Value.of("x"));
        }
        for (String name : new String[] {"one", "two", "new"}) {
            DiskStore.restore(backup(), folder.resolve(name));
            try (DiskStore store = open(name)) {
                assertThat(store.values().get(FOLDER.key("a")).orElseThrow().text())
                        .isEqualTo("\uD83D\uDE00\n\0");
                assertThat(store.values().list(FOLDER, 10).entries()).hasSize(1);
                assertThat(store.logs().next(FOLDER.key("log"))).isEqualTo(2);
                assertThat(store.counters().get(FOLDER.key("count")).value()).isEqualTo(5);
                store.values().put(FOLDER.key("usable"), Value.of("x"));
            }
        }
        assertThat(folder.resolve("two").resolve("state.db.replaced")).exists();
        assertThat(folder.resolve("two").resolve("state.db.restoring")).doesNotExist();
    }

    @Test
    void a_backup_is_of_one_moment_though_others_write() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        try (DiskStore store = open("one")) {
            Thread writer = Thread.ofPlatform().start(() -> {
                // The second is never behind the first by more than one.
                for (int i = 0; !done.get(); i++) {
                    store.values().put(FOLDER.key("first"), Value.of(Integer.toString(i)));
                    store.values().put(FOLDER.key("second"), Value.of(Integer.toString(i)));
                }
            });
            try {
                for (int i = 0; i < 10; i++) {
                    Path file = folder.resolve("backup" + i);
                    store.backup(file);
                    DiskStore.restore(file, folder.resolve("copy"));
                    try (DiskStore copy = open("copy")) {
                        int first = number(copy, "first");
                        assertThat(number(copy, "second")).isBetween(first - 1, first);
                    }
                }
            } finally {
                done.set(true);
                writer.join();
            }
        }
    }

    @Test
    void a_backup_that_was_changed_anywhere_is_refused_and_changes_nothing() throws IOException {
        Random random = new Random(3);
        try (DiskStore store = open("one")) {
            for (int i = 0; i < 50; i++) {
                store.values().put(FOLDER.key("k" + i), Value.of("value" + i));
            }
            store.backup(backup());
        }
        byte[] whole = Files.readAllBytes(backup());
        byte[] state = Files.readAllBytes(folder.resolve("one").resolve("state.db"));
        for (int i = 0; i < 60; i++) {
            // Bytes 3 to 9 of a gzip stream are a time, a hint and the system that made it: nothing of ours.
            int at = 10 + random.nextInt(whole.length - 10);
            byte[] changed = i % 3 == 0 ? Arrays.copyOf(whole, at) : whole.clone();
            if (i % 3 != 0) {
                changed[at] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(backup(), changed);
            assertThatThrownBy(() -> DiskStore.restore(backup(), folder.resolve("one")))
                    .as("byte %d", at)
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            refused -> assertThat(refused.code()).isEqualTo(Code.DAMAGED));
        }
        assertThat(folder.resolve("one").resolve("state.db")).hasBinaryContent(state);
    }

    @Test
    void something_else_is_no_backup() throws IOException {
        for (String content : new String[] {"", "text", "H:2,block:4"}) {
            Files.writeString(backup(), content);
            assertThatThrownBy(() -> DiskStore.restore(backup(), folder.resolve("new")))
                    .hasMessageContaining("no backup of Yumen");
        }
        assertThat(DiskStore.isIn(folder.resolve("new"))).isFalse();
    }

    @Test
    void nothing_is_restored_under_a_store_that_is_open() {
        try (DiskStore store = open("one")) {
            store.backup(backup());
            assertThatThrownBy(() -> DiskStore.restore(backup(), folder.resolve("one")))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            refused -> assertThat(refused.code()).isEqualTo(Code.IN_USE));
        }
    }

    @Test
    void a_damaged_state_is_restored_over_and_kept_beside() throws IOException {
        try (DiskStore store = open("one")) {
            store.values().put(FOLDER.key("a"), Value.of("x"));
            store.backup(backup());
        }
        Path file = folder.resolve("one").resolve("state.db");
        Files.writeString(file, "damaged");
        DiskStore.restore(backup(), folder.resolve("one"));
        assertThat(file.resolveSibling("state.db.replaced")).hasContent("damaged");
        try (DiskStore store = open("one")) {
            assertThat(store.values().get(FOLDER.key("a"))).isPresent();
        }
    }

    private static int number(DiskStore store, String name) {
        return store.values()
                .get(FOLDER.key(name))
                .map(entry -> Integer.parseInt(entry.text()))
                .orElse(0);
    }

    private DiskStore open(String name) {
        return DiskStore.open(folder.resolve(name), StoreLimits.DEFAULT, InstantSource.system());
    }
}

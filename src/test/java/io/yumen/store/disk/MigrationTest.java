package io.yumen.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.store.Key;
import io.yumen.store.Space;
import io.yumen.store.Store;
import io.yumen.store.StoreException;
import io.yumen.store.StoreException.Code;
import io.yumen.store.StoreLimits;
import io.yumen.store.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of other formats. */
final class MigrationTest {
    private static final Key KEY = Space.KEYS.ofGateway().key("a");
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    /** From 1 to 2, and from 2 to 3. */
    private static final List<Migration> TWO = List.of(
            tables -> tables.table("added").put("steps", "1"),
            tables -> tables.table("added")
                    .put("steps", tables.table("added").get("steps").orElse("") + "2"));

    private static final Path FIRST = Path.of("src/test/resources/io/yumen/store/disk/format-1.db");

    @TempDir
    private Path folder;

    private Path directory() {
        return folder.resolve("state");
    }

    @Test
    void an_older_file_is_copied_and_brought_to_the_newest_format() {
        write(List.of(), "one");
        write(TWO, "two");
        Path copy = directory().resolve("state.db.format1");
        assertThat(copy).exists();
        assertThat(read(TWO)).isEqualTo("two");
        try (StateFile migrated = StateFile.open(directory().resolve("state.db"), 0, FileLimits.DEFAULT, TWO);
                StateFile old = StateFile.open(copy, 0, FileLimits.DEFAULT, List.of())) {
            assertThat(migrated.tables().table("added").get("steps")).contains("12");
            assertThat(migrated.tables().schema()).isEqualTo(3);
            assertThat(old.tables().values().get(KEY.text()).orElseThrow()).endsWith("|one");
        }
    }

    @Test
    void only_what_is_missing_is_migrated() {
        write(TWO.subList(0, 1), "one");
        write(TWO, "two");
        assertThat(directory().resolve("state.db.format2")).exists();
        try (StateFile migrated = StateFile.open(directory().resolve("state.db"), 0, FileLimits.DEFAULT, TWO)) {
            assertThat(migrated.tables().table("added").get("steps")).contains("2");
        }
    }

    @Test
    void a_migration_that_fails_changes_nothing() {
        write(List.of(), "one");
        List<Migration> failing = List.of(tables -> {
            tables.values().remove(KEY.text());
            throw new IllegalStateException("a fault of ours");
        });
        assertThatThrownBy(() -> read(failing)).isInstanceOf(StoreException.class);
        assertThat(read(List.of())).isEqualTo("one");
    }

    @Test
    void a_newer_file_is_refused_and_left_as_it_is() throws IOException {
        write(TWO, "two");
        byte[] before = Files.readAllBytes(directory().resolve("state.db"));
        assertThatThrownBy(() -> read(List.of()))
                .isInstanceOfSatisfying(
                        StoreException.class, newer -> assertThat(newer.code()).isEqualTo(Code.NEWER))
                .hasMessageContaining("its format is 3")
                .hasMessageContaining("yumen restore FILE");
        assertThat(directory().resolve("state.db")).hasBinaryContent(before);
    }

    @Test
    void a_file_of_the_first_format_is_read_by_this_version() throws IOException {
        if (System.getProperty("yumen.write") != null && !Files.exists(FIRST)) {
            writeFirst();
        }
        Permissions.prepare(directory());
        Files.copy(FIRST, directory().resolve("state.db"));
        try (Store store = DiskStore.open(directory(), StoreLimits.DEFAULT, () -> NOW)) {
            assertThat(store.values().get(KEY).orElseThrow().value())
                    .isEqualTo(Value.until(NOW.plusSeconds(60), "first"));
            assertThat(store.logs().read(KEY, 1, 10)).hasSize(1);
            assertThat(store.logs().next(KEY)).isEqualTo(3);
            assertThat(store.counters().get(KEY).value()).isEqualTo(7);
        }
    }

    /** A file that was written once is never written again: it stands for those that are out there. */
    private void writeFirst() throws IOException {
        Path made = folder.resolve("made");
        try (Store store = DiskStore.open(made, StoreLimits.DEFAULT, () -> NOW)) {
            store.values().put(KEY, Value.until(NOW.plusSeconds(60), "first"));
            store.logs().append(KEY, "one");
            store.logs().append(KEY, "two");
            store.logs().trim(KEY, 2);
            store.counters().add(KEY, 7, Duration.ofMinutes(1));
        }
        Files.copy(made.resolve("state.db"), FIRST);
    }

    private void write(List<Migration> migrations, String text) {
        try (Store store = open(migrations)) {
            store.values().put(KEY, Value.of(text));
        }
    }

    private String read(List<Migration> migrations) {
        try (Store store = open(migrations)) {
            return store.values().get(KEY).orElseThrow().text();
        }
    }

    private Store open(List<Migration> migrations) {
        return DiskStore.open(directory(), StoreLimits.DEFAULT, InstantSource.system(), FileLimits.DEFAULT, migrations);
    }
}

package io.yumen.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.access.State;
import io.yumen.app.servers.StoreShelf;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreShelfTest {
    private static final String KEY = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg";

    @TempDir
    Path folder;

    @Test
    void what_lies_on_it_survives_a_start() {
        try (State state = State.open(folder)) {
            new StoreShelf(state.store().values()).put(KEY, "sealed");
        }
        try (State state = State.open(folder)) {
            StoreShelf shelf = new StoreShelf(state.store().values());
            assertThat(shelf.get(KEY)).contains("sealed");
            assertThat(shelf.get(KEY + "x")).isEmpty();
            shelf.remove(KEY);
            assertThat(shelf.get(KEY)).isEmpty();
        }
    }
}

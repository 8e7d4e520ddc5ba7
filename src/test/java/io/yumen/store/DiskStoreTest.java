package io.yumen.store;

import io.yumen.store.disk.DiskStore;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

final class DiskStoreTest extends StoreContract {
    @TempDir
    private Path folder;

    private int stores;

    @Override
    Store open(StoreLimits limits, InstantSource clock) {
        stores++;
        return DiskStore.open(folder.resolve("state" + stores), limits, clock);
    }
}

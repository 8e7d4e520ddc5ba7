package io.yumen.store;

import io.yumen.store.memory.MemoryStore;
import java.time.InstantSource;

final class MemoryStoreTest extends StoreContract {
    @Override
    Store open(StoreLimits limits, InstantSource clock) {
        return new MemoryStore(limits, clock);
    }
}

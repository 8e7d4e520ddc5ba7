/**
 * What a gateway remembers: the shapes that state has (values by key, logs, counters, topics), the keys that it lies under, and
 * what can go wrong with it. A {@link io.yumen.store.Store} is made by {@code app} alone, of {@code store.memory} or
 * {@code store.disk}; everybody above works with these interfaces. Imports nothing of ours but {@code tenant}.
 *
 * <p>The contract is one that a Redis or Valkey can keep too: each operation touches one key, listings need an index of sorted
 * names only, and no operation but a log's append depends on an earlier one. The same test holds every store to it.
 */
@NullMarked
package io.yumen.store;

import org.jspecify.annotations.NullMarked;

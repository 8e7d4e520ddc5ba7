/**
 * The store in one file of a directory of its own, for one process at a time. {@link io.yumen.store.disk.DiskStore} opens it; made by
 * {@code app}. Imports {@code store}; h2-mvstore stays in here.
 *
 * <p>Reads go straight to the tables. Writes go through one thread, which takes all that wait, changes the tables, writes and
 * syncs the file once, and answers them: so a write that returned is on the disk, and many writers share one sync.
 *
 * <p>h2-mvstore writes only into free space and finds the last complete version when it opens: a torn tail is no damage. What it
 * does not tell is content that changed, and a file that lost its last version; for that each entry has a checksum, and
 * {@link io.yumen.store.disk.StateLock} remembers how far writes were answered.
 */
@NullMarked
package io.yumen.store.disk;

import org.jspecify.annotations.NullMarked;

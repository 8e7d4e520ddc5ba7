package io.yumen.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed between any two writes to its file. It hurts most where a commit stands in space that was free, and the
 * header that tells of it is not written yet: found that way, about one commit of 500 took twenty others with it.
 */
final class CutCommitTest {
    private static final int COMMITS = System.getProperty("yumen.soak") == null ? 2_000 : 20_000;

    @TempDir
    private Path folder;

    @Test
    void what_was_confirmed_is_there_between_any_two_writes_to_the_file() throws IOException {
        Path file = folder.resolve(StateFile.NAME);
        Files.createFile(file);
        Images images = new Images();
        Random random = new Random(5);
        try (MVStore store = open(file, images)) {
            MVMap<String, String> map = store.openMap("m");
            for (int commit = 1; commit <= COMMITS; commit++) {
                change(map, commit, random);
                store.commit();
                store.sync();
                images.confirmed = commit;
                if (commit % 4 == 0 && store.getFileStore().getChunksFillRate() < 50) {
                    store.compact(80, 1 << 20);
                    store.commit();
                    store.sync();
                }
            }
        }
        assertThat(images.looked).isGreaterThan(COMMITS);
    }

    /** A few things that change all the time, and a log of which the end is cut off. */
    private static void change(MVMap<String, String> map, int commit, Random random) {
        String padding = " ".repeat(200);
        map.put("commit", String.valueOf(commit));
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            map.put("value" + i, commit + padding);
            map.put("k" + i + "/" + commit % 50, padding + commit);
            map.put("log" + i + "/" + commit, "r" + commit);
            map.remove("log" + i + "/" + (commit - 100));
        }
    }

    private static MVStore open(Path file, SingleFileStore opened) {
        opened.open(PlainPath.of(file), false, null);
        MVStore store = new MVStore.Builder()
                .adoptFileStore(opened)
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .open();
        store.setRetentionTime(KilledWriter.TIGHT.retentionMillis());
        return store;
    }

    /** A file of which a copy is opened, as a store opens its own, after each write. */
    private final class Images extends SingleFileStore {
        private byte[] image = new byte[0];
        private int confirmed;
        private int looked;

        Images() {
            super(Map.of("cacheSize", 1));
        }

        @Override
        protected void writeFully(SFChunk chunk, long position, ByteBuffer bytes) {
            ByteBuffer written = bytes.duplicate();
            super.writeFully(chunk, position, bytes);
            image = Arrays.copyOf(image, (int) Math.max(image.length, position + written.remaining()));
            written.get(image, (int) position, written.remaining());
            look();
        }

        @Override
        public void truncate(long size) {
            super.truncate(size);
            image = Arrays.copyOf(image, (int) size);
        }

        private void look() {
            if (confirmed == 0) {
                return;
            }
            Path copy = folder.resolve("copy.db");
            try {
                Files.write(copy, image);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            MVStore reopened = CutCommitTest.open(copy, new ScannedFile(1));
            try {
                MVMap<String, String> map = reopened.openMap("m");
                assertThat(Integer.parseInt(map.get("commit"))).isBetween(confirmed, confirmed + 1);
            } finally {
                reopened.closeImmediately();
            }
            looked++;
        }
    }
}

package io.yumen.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Whatever is given as a backup is one, or is found to be none. */
class BackupFuzzTest {
    private static final Path FILE = Path.of("backup");

    @FuzzTest(maxDuration = "60s")
    void any_file_is_a_backup_or_none(byte[] bytes) throws IOException {
        read(bytes);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(packed))) {
            out.writeUTF("yumen-backup");
            out.writeInt(1);
            out.write(bytes);
        }
        read(packed.toByteArray());
    }

    private static void read(byte[] bytes) throws IOException {
        try {
            Backup.read(FILE, new ByteArrayInputStream(bytes), (table, key, text) -> {});
        } catch (StoreException e) {
            assertThat(e.getMessage()).contains("backup");
        }
    }
}

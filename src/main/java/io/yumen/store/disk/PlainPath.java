package io.yumen.store.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * How the library opens the file: by {@link PlainFile}, which an interrupted reader does not close. Public, with a public
 * constructor, because the library makes its instances.
 */
public final class PlainPath extends FilePathWrapper {
    private static final String SCHEME = "plain";

    /** The name by which the library opens that file so. */
    static String of(Path file) {
        FilePath.register(new PlainPath());
        return SCHEME + ":" + file.toAbsolutePath();
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new PlainFile(getBase().toString(), mode);
    }
}

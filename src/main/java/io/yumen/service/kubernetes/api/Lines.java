package io.yumen.service.kubernetes.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A stream as lines; of a line that is too long, the beginning. */
final class Lines {
    private static final int LONGEST = 64 << 10;
    private static final int BUFFER = 8 << 10;

    private final InputStream stream;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(InputStream stream) {
        this.stream = stream;
    }

    /** Gives each line as it comes, until the stream ends, or is ended. */
    void each(Consumer<String> taker) {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                take(buffer, read, taker);
            }
        } catch (IOException e) {
            // The time is over, or the connection broke: what came until then was told.
        }
        if (line.size() > 0) {
            taker.accept(line.toString(StandardCharsets.UTF_8));
        }
    }

    private void take(byte[] buffer, int count, Consumer<String> taker) {
        for (int i = 0; i < count; i++) {
            if (buffer[i] == '\n') {
                taker.accept(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else if (line.size() < LONGEST) {
                line.write(buffer[i]);
            }
        }
    }
}

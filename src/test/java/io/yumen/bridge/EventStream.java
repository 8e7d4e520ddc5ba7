package io.yumen.bridge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Server-sent events, read one after the other. */
final class EventStream implements AutoCloseable {
    private final InputStream in;
    private final BufferedReader lines;

    EventStream(InputStream in) {
        this.in = in;
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The next event, or null at the end, be it that the stream broke. */
    @Nullable
    Event next() {
        try {
            String id = "";
            String type = "";
            StringBuilder data = new StringBuilder();
            boolean any = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && any) {
                    return new Event(id, type, data.toString());
                }
                any |= !line.isEmpty() && !line.startsWith(":");
                String value = line.substring(line.indexOf(':') + 1).strip();
                switch (line.replaceFirst(":.*", "")) {
                    case "id" -> id = value;
                    case "event" -> type = value;
                    case "data" -> data.append(value);
                    default -> {
                        // A comment, or a time to wait.
                    }
                }
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // It is broken already.
        }
    }

    /** One event; what it does not have is empty. */
    record Event(String id, String type, String data) {}
}

package io.yumen.audit.sink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends records over one connection, each behind its length (RFC 6587 section 3.4.1, RFC 5425). Syslog has no
 * acknowledgements: what was written when a connection breaks may be lost, and nobody is told.
 */
final class SyslogStream implements Delivery {
    private final Destination.Syslog where;
    private final SyslogForm form;
    private final Duration timeout;
    private volatile @Nullable Line line;

    SyslogStream(Destination.Syslog where, SyslogForm form, Duration timeout) {
        this.where = where;
        this.form = form;
        this.timeout = timeout;
    }

    @Override
    public int send(List<byte[]> records) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] record : records) {
            byte[] message = form.of(record);
            all.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
            all.writeBytes(message);
        }
        try {
            open().write(all.toByteArray());
            return 0;
        } catch (IOException e) {
            close();
            throw new IOException(where + " cannot be reached: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        Line open = line;
        if (open != null) {
            open.close();
        }
    }

    /** The connection, a new one where the receiver has closed the last. */
    private Line open() throws IOException {
        Line known = line;
        if (known != null && known.isOpen()) {
            return known;
        }
        close();
        Line made = Line.open(where, timeout);
        line = made;
        return made;
    }
}

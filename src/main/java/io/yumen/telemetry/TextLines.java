package io.yumen.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.yumen.protocol.PlainText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/** Log lines for people: time, level, message, key-values. What cannot be seen is escaped, so that one event is one line. */
final class TextLines extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append(TIME.format(event.getInstant())).append(' ');
        line.append(String.format("%-5s", event.getLevel())).append(' ');
        appendEscaped(line, event.getFormattedMessage());
        for (KeyValuePair pair : pairs(event)) {
            line.append("  ").append(pair.key).append('=');
            appendEscaped(line, String.valueOf(pair.value));
        }
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(PlainText.escaped(ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    private static List<KeyValuePair> pairs(ILoggingEvent event) {
        return event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs();
    }

    private static void appendEscaped(StringBuilder line, String text) {
        line.append(PlainText.escaped(text).replace("\n", "\\u000a").replace("\t", "\\u0009"));
    }
}

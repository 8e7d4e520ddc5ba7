package io.yumen.access;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way to a server, of which each byte towards it is kept. */
final class Taped implements AutoCloseable {
    private static final Pattern REQUEST =
            Pattern.compile("(GET|POST|DELETE|PUT|PATCH|HEAD|OPTIONS) (/\\S*) HTTP/1\\.1\r\n((?:[^\r\n]+\r\n)*)\r\n");

    private final int server;
    private final ServerSocket listener;
    private final List<ByteArrayOutputStream> tapes = new CopyOnWriteArrayList<>();

    /** The way to what listens at that port of this machine. */
    Taped(int server) throws IOException {
        this.server = server;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String authority() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Everything that was sent so far, a connection after the other; frames of WebSocket as they were before they were masked. */
    String all() {
        StringBuilder all = new StringBuilder();
        for (ByteArrayOutputStream tape : tapes) {
            String text = tape.toString(StandardCharsets.ISO_8859_1);
            int head = text.indexOf("\r\n\r\n") + 4;
            boolean isSocket = head > 4 && text.substring(0, head).contains("Upgrade: websocket");
            all.append(isSocket ? text.substring(0, head) + unmasked(text.substring(head)) : text)
                    .append('\n');
        }
        return all.toString();
    }

    /** The names of all header fields that were sent, by method. */
    Map<String, Set<String>> headers() {
        Map<String, Set<String>> names = new TreeMap<>();
        Matcher request = REQUEST.matcher(all());
        while (request.find()) {
            request.group(3)
                    .lines()
                    .map(line -> line.substring(0, line.indexOf(':')))
                    .forEach(names.computeIfAbsent(request.group(1), method -> new TreeSet<>())::add);
        }
        return names;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unmasked(String frames) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at + 6 <= frames.length()) {
            int length = frames.charAt(at + 1) & 0x7f;
            int more = length == 126 ? 2 : length == 127 ? 8 : 0;
            if (more > 0) {
                length = 0;
                for (int i = 0; i < more; i++) {
                    length = length << 8 | frames.charAt(at + 2 + i);
                }
            }
            int mask = at + 2 + more;
            int end = Math.min(mask + 4 + length, frames.length());
            for (int i = mask + 4; i < end; i++) {
                text.append((char) (frames.charAt(i) ^ frames.charAt(mask + (i - mask) % 4)));
            }
            at = end;
        }
        return text.toString();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket from = listener.accept();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), server);
                ByteArrayOutputStream tape = new ByteArrayOutputStream();
                tapes.add(tape);
                Thread.ofVirtual().start(() -> pump(from, to, tape));
                Thread.ofVirtual().start(() -> pump(to, from, OutputStream.nullOutputStream()));
            } catch (IOException e) {
                // The next one may be luckier; or we are closed.
            }
        }
    }

    private static void pump(Socket from, Socket to, OutputStream tape) {
        byte[] some = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                tape.write(some, 0, count);
                to.getOutputStream().write(some, 0, count);
            }
        } catch (IOException e) {
            // Either end has gone; so does the other.
        }
    }
}

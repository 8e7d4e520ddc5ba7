package io.yumen.service.browser;

import io.yumen.exchange.ClientKey;
import io.yumen.protocol.UriTemplate;
import io.yumen.service.Call;
import io.yumen.service.Content;
import io.yumen.service.Resource;
import io.yumen.service.ResourceContents;
import io.yumen.service.ResourceTemplate;
import io.yumen.tenant.Principal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * What was too large for an answer, for the session that asked for it to read as a resource, for a while. Safe for many threads.
 */
final class Shelf {
    private static final String SCHEME = "browser-data://";
    private static final String ID = "id";
    private static final int ID_BYTES = 16;
    private static final Duration TIME = Duration.ofMinutes(10);
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST = 1_000;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Piece> pieces = new LinkedHashMap<>();
    private long bytes;

    Shelf(InstantSource clock) {
        this.clock = clock;
    }

    /** Whose something is. */
    private record Owner(Principal principal, ClientKey client) {
        static Owner of(Call call) {
            return new Owner(call.caller().principal(), call.caller().client());
        }
    }

    private record Piece(Owner owner, Label label, long bytes, Instant end, Function<String, ResourceContents> read) {}

    /**
     * What something is called.
     *
     * @param name for people
     * @param what it is, in some words
     */
    record Label(String name, String what, String mimeType) {}

    /** Keeps a text. */
    Content.Link text(Label label, String text, Call call) {
        return keep(label, text.length(), uri -> ResourceContents.text(uri, label.mimeType(), text), call);
    }

    Content.Link bytes(Label label, byte[] data, Call call) {
        return keep(label, data.length, uri -> ResourceContents.bytes(uri, label.mimeType(), data), call);
    }

    /** Keeps only how a text is made, when it is read. */
    Content.Link later(Label label, Function<String, ResourceContents> read, Call call) {
        return keep(label, 0, read, call);
    }

    private Content.Link keep(Label label, long size, Function<String, ResourceContents> read, Call call) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String uri = SCHEME + Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        lock.lock();
        try {
            pieces.put(
                    uri, new Piece(Owner.of(call), label, size, clock.instant().plus(TIME), read));
            bytes += size;
            forget();
        } finally {
            lock.unlock();
        }
        return new Content.Link(
                uri, label.name(), label.what() + ", for " + TIME.toMinutes() + " minutes", label.mimeType());
    }

    private void forget() {
        var oldest = pieces.entrySet().iterator();
        while (oldest.hasNext()) {
            Piece piece = oldest.next().getValue();
            boolean isOver = piece.end().isBefore(clock.instant());
            if (!isOver && bytes <= MOST_BYTES && pieces.size() <= MOST) {
                return;
            }
            bytes -= piece.bytes();
            oldest.remove();
        }
    }

    /** Where what is kept is read. */
    ResourceTemplate template() {
        return new ResourceTemplate(
                new UriTemplate(SCHEME + "{" + ID + "}"),
                "browser-data",
                "What was too large for an answer, for " + TIME.toMinutes() + " minutes",
                "text/plain",
                (uri, variables, call) -> Resource.Reading.of(find(uri, call)
                        .orElseThrow(() -> Resource.notFound(uri))
                        .apply(uri)),
                Map.of());
    }

    /** How that is read, if it is there and of who asks. */
    Optional<Function<String, ResourceContents>> find(String uri, Call call) {
        lock.lock();
        try {
            return Optional.ofNullable(pieces.get(uri))
                    .filter(piece ->
                            piece.owner().equals(Owner.of(call)) && !piece.end().isBefore(clock.instant()))
                    .map(Piece::read);
        } finally {
            lock.unlock();
        }
    }
}

package io.yumen.hub.names;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where the next page of a merged list begins: behind the last entry that was handed out. It names the entry and not only
 * its place, so that what other servers add or remove between two pages neither loses nor repeats an entry. It needs no
 * memory, so that any node can go on.
 *
 * @param server the server of the last entry
 * @param ordinal the place of the last entry among those of its server
 * @param exposed the name of the last entry
 */
public record PageCursor(String server, int ordinal, String exposed) {
    private static final int PARTS = 3;

    /** The cursor behind the entry at that place. */
    public static PageCursor after(List<Named> entries, int index) {
        Named last = entries.get(index);
        int ordinal = 0;
        for (int i = index - 1; i >= 0 && entries.get(i).server().equals(last.server()); i--) {
            ordinal++;
        }
        return new PageCursor(last.server(), ordinal, last.exposed());
    }

    /** The place of the first entry of the next page. */
    public int start(List<Named> entries) {
        int first = -1;
        int end = 0;
        for (int i = 0; i < entries.size(); i++) {
            Named entry = entries.get(i);
            if (entry.server().equals(server)) {
                if (entry.exposed().equals(exposed)) {
                    return i + 1;
                }
                first = first < 0 ? i : first;
                end = i + 1;
            }
        }
        // The entry is gone: what followed it has moved to its place. With its server gone too, begin again: an entry
        // twice is better than one lost.
        return first < 0 ? 0 : Math.min(first + ordinal, end);
    }

    public String write() {
        String text = ordinal + "\n" + server + "\n" + exposed;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a cursor that a client sent; empty for one that we never wrote. */
    public static Optional<PageCursor> read(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] parts = text.split("\n", PARTS);
            if (parts.length < PARTS) {
                return Optional.empty();
            }
            int ordinal = Integer.parseInt(parts[0]);
            return ordinal < 0 ? Optional.empty() : Optional.of(new PageCursor(parts[1], ordinal, parts[2]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

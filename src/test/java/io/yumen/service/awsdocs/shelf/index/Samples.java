package io.yumen.service.awsdocs.shelf.index;

import io.yumen.service.awsdocs.shelf.Contents;
import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Labels;
import io.yumen.service.awsdocs.shelf.Passage;
import io.yumen.service.awsdocs.shelf.Source;
import io.yumen.service.awsdocs.shelf.Stamp;
import io.yumen.service.awsdocs.upstream.Form;
import io.yumen.service.awsdocs.upstream.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Copies to be kept. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private Samples() {}

    static Key key(String name) {
        return Key.page("https://docs.aws.amazon.com/lantern/latest/userguide/" + name + ".html");
    }

    /** That text, hashed by itself. */
    static Kept kept(Key key, String text) {
        return kept(key, text, NOON);
    }

    static Kept kept(Key key, String text, Instant fetched) {
        Source source = new Source(key.name() + "#end", Form.MARKDOWN, text, "h" + text.hashCode());
        Freshness freshness = new Freshness(
                Optional.of("\"" + text.length() + "\""), Optional.empty(), Optional.of(Duration.ofMinutes(7)));
        return new Kept(key, source, new Stamp(freshness, fetched, fetched));
    }

    static Contents contents(String title, String body) {
        return new Contents(
                title, new Labels("lantern", "userguide"), List.of(new Passage("top", List.of(title), body, "", "")));
    }

    /** Words that no dictionary makes smaller than they are. */
    static String words(Random random, int characters) {
        StringBuilder words = new StringBuilder(characters + 16);
        while (words.length() < characters) {
            words.append(Long.toString(random.nextLong() >>> 20, 36)).append(' ');
        }
        return words.toString();
    }
}

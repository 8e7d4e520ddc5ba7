package io.yumen.service.awsdocs.upstream;

import io.yumen.catalogue.RetryAfter;
import io.yumen.http.Headers;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a site answered in the end.
 *
 * @param at where, after redirects
 * @param body decoded; empty where nobody reads it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(SiteUrl at, int status, Headers headers, byte[] body) {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> FAILING = Set.of(500, 502, 503, 504);
    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*[\"']?([\\w.:+-]{1,40})");
    private static final int HEAD = 4 << 10;

    /** Where it sends us. */
    Optional<String> location() {
        return REDIRECTS.contains(status) ? headers.first("Location") : Optional.empty();
    }

    /** How long the site asks to be left alone. */
    Optional<Duration> pause() {
        Optional<String> said = headers.first("Retry-After");
        boolean isAsked = status == 429 || (FAILING.contains(status) && said.isPresent());
        return isAsked ? Optional.of(RetryAfter.of(said.orElse(null))) : Optional.empty();
    }

    /** The media type without its parameters, in small letters; empty where none is said. */
    String type() {
        String type = headers.first("Content-Type").orElse("");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /** The body as text: its characters as the header says, else as the page says, else UTF-8. */
    String text() {
        Charset charset = named(headers.first("Content-Type").orElse(""))
                .or(() -> type().contains("html") ? ofPage() : Optional.empty())
                .orElse(StandardCharsets.UTF_8);
        String text = new String(body, charset);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /** Whether it is HTML, whatever it is called. */
    boolean isHtml() {
        String start = new String(body, 0, Math.min(body.length, HEAD), StandardCharsets.ISO_8859_1)
                .replaceFirst("^\u00ef\u00bb\u00bf", "")
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype html") || start.startsWith("<html") || start.startsWith("<head");
    }

    /** What a page says of its characters where these can be read already: so it is no UTF-16. */
    private Optional<Charset> ofPage() {
        String head = new String(body, 0, Math.min(body.length, HEAD), StandardCharsets.ISO_8859_1);
        return HtmlHead.of(head)
                .charset()
                .flatMap(Answer::named)
                .filter(charset -> !charset.name().startsWith("UTF-"));
    }

    private static Optional<Charset> named(String text) {
        Matcher name = CHARSET.matcher(text);
        if (!name.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Charset.forName(name.group(1)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }
}

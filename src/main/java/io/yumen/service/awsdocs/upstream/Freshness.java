package io.yumen.service.awsdocs.upstream;

import io.yumen.http.Headers;
import io.yumen.http.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long an answer is good, and by what it is known again (RFC 9111, RFC 9110 section 8.8).
 *
 * @param etag as it came, with its quotes
 * @param lastModified as it came
 * @param maxAge how long it is good from when it was answered; empty where the site says nothing
 */
public record Freshness(Optional<String> etag, Optional<String> lastModified, Optional<Duration> maxAge) {
    public static final Freshness UNKNOWN = new Freshness(Optional.empty(), Optional.empty(), Optional.empty());

    /** Of what may be kept for others, the time for those counts more. */
    private static final Pattern AGE = Pattern.compile("(?:^|[,\\s])(s-maxage|max-age)\\s*=\\s*\"?(\\d{1,9})\\b");

    private static final Pattern NEVER = Pattern.compile("(?:^|[,\\s])(no-store|no-cache|private)\\b");
    private static final int LONGEST_VALIDATOR = 512;

    /** What an answer says of itself. */
    static Freshness of(Headers headers) {
        Predicate<String> isShort = text -> !text.isBlank() && text.length() <= LONGEST_VALIDATOR;
        return new Freshness(
                headers.first("ETag").filter(isShort),
                headers.first("Last-Modified").filter(isShort),
                lasts(headers).map(whole -> less(whole, headers.first("Age").orElse("0"))));
    }

    /** What is known after an answer that there is nothing new. */
    public Freshness renewed(Freshness said) {
        return new Freshness(
                said.etag.or(() -> etag), said.lastModified.or(() -> lastModified), said.maxAge.or(() -> maxAge));
    }

    /** Whether a site can be asked for it only if it has changed. */
    boolean canBeConfirmed() {
        return etag.isPresent() || lastModified.isPresent();
    }

    /** The headers that ask for it only if it has changed. */
    Headers conditions() {
        Headers headers = etag.map(tag -> Headers.of("If-None-Match", tag)).orElse(Headers.none());
        return lastModified.map(date -> headers.with("If-Modified-Since", date)).orElse(headers);
    }

    private static Optional<Duration> lasts(Headers headers) {
        String control = String.join(", ", headers.all("Cache-Control")).toLowerCase(Locale.ROOT);
        if (NEVER.matcher(control).find()) {
            return Optional.of(Duration.ZERO);
        }
        Optional<Duration> found = Optional.empty();
        for (Matcher age = AGE.matcher(control); age.find(); ) {
            if (found.isEmpty() || age.group(1).equals("s-maxage")) {
                found = Optional.of(Duration.ofSeconds(Long.parseLong(age.group(2))));
            }
        }
        return found.or(() -> expires(headers));
    }

    private static Optional<Duration> expires(Headers headers) {
        Optional<String> expires = headers.first("Expires");
        Optional<String> date = headers.first("Date");
        if (expires.isEmpty() || date.isEmpty()) {
            return Optional.empty();
        }
        Instant now = Instant.now();
        Duration time = HttpDate.parse(date.get(), now)
                .flatMap(from -> HttpDate.parse(expires.get(), now).map(until -> Duration.between(from, until)))
                // A date that is none has passed (RFC 9111 section 5.3).
                .orElse(Duration.ZERO);
        return Optional.of(time.isNegative() ? Duration.ZERO : time);
    }

    private static Duration less(Duration whole, String age) {
        if (!age.matches("\\d{1,9}")) {
            return whole;
        }
        Duration left = whole.minusSeconds(Long.parseLong(age));
        return left.isNegative() ? Duration.ZERO : left;
    }
}

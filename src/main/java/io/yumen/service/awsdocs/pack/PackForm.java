package io.yumen.service.awsdocs.pack;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Kind;
import io.yumen.service.awsdocs.shelf.Stamp;
import io.yumen.service.awsdocs.shelf.desk.Intake.Given;
import io.yumen.service.awsdocs.upstream.Form;
import io.yumen.service.awsdocs.upstream.Freshness;
import io.yumen.service.awsdocs.upstream.GuideFile;
import io.yumen.service.awsdocs.upstream.PageAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How a pack is written: a line of JSON that says what it is, one for each copy, and one with the hash of those before it. */
final class PackForm {
    static final String NAME = "yumen-aws-docs-pack";
    static final int VERSION = 1;

    private static final int LONGEST_VALIDATOR = 512;

    private PackForm() {}

    /** A copy in a pack. */
    record Entry(Key key, Given given, Stamp stamp) {}

    static ObjectNode head(Instant made) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("format", NAME)
                .put("version", VERSION)
                .put("made", made.toString());
    }

    /** Whether such copies are in packs: what was found or recommended is out of date sooner than a pack travels. */
    static boolean holds(Key key) {
        return key.kind() == Kind.PAGE || key.kind() == Kind.CONTENTS;
    }

    static ObjectNode line(Kept kept) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("kind", kept.key().kind().name()).put("name", kept.key().name());
        line.put("address", kept.source().address())
                .put("form", kept.source().form().name());
        line.put("fetched", kept.stamp().fetched().toString())
                .put("checked", kept.stamp().checked().toString());
        Freshness freshness = kept.stamp().freshness();
        freshness.etag().ifPresent(etag -> line.put("etag", etag));
        freshness.lastModified().ifPresent(date -> line.put("lastModified", date));
        freshness.maxAge().ifPresent(age -> line.put("maxAge", age.toSeconds()));
        return line.put("text", kept.source().text());
    }

    static ObjectNode tail(int entries, String hash) {
        return JsonNodeFactory.instance.objectNode().put("entries", entries).put("sha256", hash);
    }

    static JsonNode read(byte[] line, PackLimits limits) {
        try {
            JsonLimits usual = JsonLimits.DEFAULT;
            return new JsonCodec(new JsonLimits(limits.line(), 4, 100, usual.maxNumberLength())).read(line);
        } catch (RpcException e) {
            throw new PackRefused("A line of the pack is no JSON: " + e.getMessage());
        }
    }

    static void requireHead(JsonNode head) {
        if (!head.path("format").asString("").equals(NAME)) {
            throw new PackRefused("That is no pack of the AWS documentation");
        }
        if (head.path("version").asInt(0) != VERSION) {
            throw new PackRefused(
                    "The pack is of version " + head.path("version").asInt(0) + "; this Yumen reads " + VERSION
                            + ": make it anew with the same version of Yumen");
        }
    }

    /** @param now after which nothing can have come */
    static Entry entry(JsonNode line, Instant now) {
        try {
            Key key = new Key(Kind.valueOf(text(line, "kind")), text(line, "name"));
            Given given = new Given(text(line, "address"), Form.valueOf(text(line, "form")), text(line, "text"));
            requireAddresses(key, given);
            Stamp stamp = new Stamp(
                    new Freshness(validator(line, "etag"), validator(line, "lastModified"), maxAge(line)),
                    time(line, "fetched", now),
                    time(line, "checked", now));
            return new Entry(key, given, stamp);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new PackRefused("An entry of the pack is not what it should be: " + e.getMessage());
        }
    }

    /** Nothing but what a reader could have asked for, under no other name than he would have. */
    private static void requireAddresses(Key key, Given given) {
        if (key.kind() == Kind.PAGE) {
            requireCanonical(key.name());
            requireOneOfOurs(given.address());
            return;
        }
        int space = key.name().indexOf(' ');
        if (key.kind() != Kind.CONTENTS || space < 0) {
            throw new IllegalArgumentException("it is neither a page nor the contents of a guide");
        }
        GuideFile.valueOf(key.name().substring(space + 1));
        requireCanonical(key.name().substring(0, space));
        requireOneOfOurs(given.address().substring(0, given.address().lastIndexOf('/') + 1));
    }

    /** Where it was found may be where AWS has its Markdown. */
    private static void requireOneOfOurs(String address) {
        PageAddress.of(address);
    }

    private static void requireCanonical(String address) {
        if (!PageAddress.of(address).address().equals(address)) {
            throw new IllegalArgumentException("the address is not written as it is kept");
        }
    }

    private static String text(JsonNode line, String key) {
        if (!line.path(key).isString()) {
            throw new IllegalArgumentException("it has no \"" + key + "\"");
        }
        return line.path(key).stringValue();
    }

    private static Optional<String> validator(JsonNode line, String key) {
        return Optional.of(line.path(key).asString(""))
                .filter(text -> !text.isBlank() && text.length() <= LONGEST_VALIDATOR)
                .filter(text -> text.chars().allMatch(each -> each >= ' ' && each <= '~'));
    }

    private static Optional<Duration> maxAge(JsonNode line) {
        int seconds = line.path("maxAge").asInt(-1);
        return seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    /** A pack cannot make a page good for longer than it is by saying that it comes from tomorrow. */
    private static Instant time(JsonNode line, String key, Instant now) {
        Instant said = Instant.parse(text(line, key));
        return said.isAfter(now) ? now : said;
    }
}

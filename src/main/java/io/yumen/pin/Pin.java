package io.yumen.pin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of one definition.
 *
 * @param server the server's name
 * @param name how the server names it
 * @param approved what may be used, the newest first; none where it was never approved
 * @param text the newest of those, as JSON; empty where there is none, or it is too long to be kept
 * @param rejected digests that were rejected, the newest first
 * @param waiting the definition that waits for a decision
 * @param gone since when the server does not list it any more
 * @param notes what may be wrong with it and was no reason to ask
 */
public record Pin(
        String server,
        Kind kind,
        String name,
        List<Approved> approved,
        String text,
        List<String> rejected,
        Optional<Waiting> waiting,
        Optional<Instant> gone,
        List<Finding> notes) {
    public Pin {
        approved = List.copyOf(approved);
        rejected = List.copyOf(rejected);
        notes = List.copyOf(notes);
    }

    /**
     * A definition that may be used.
     *
     * @param by who approved it; empty where it was pinned on first use
     */
    public record Approved(String digest, Instant since, String by) {}

    static Pin unknown(Definition definition) {
        return new Pin(
                definition.server(),
                definition.kind(),
                definition.name(),
                List.of(),
                "",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    boolean isApproved(String digest) {
        return approved.stream().anyMatch(one -> one.digest().equals(digest));
    }

    /** The same, with that definition approved, and nothing waiting that it was. */
    Pin approve(Approved one, String definition, PinLimits limits) {
        List<Approved> all = new ArrayList<>(List.of(one));
        approved.stream().filter(other -> !other.digest().equals(one.digest())).forEach(all::add);
        List<String> others =
                rejected.stream().filter(digest -> !digest.equals(one.digest())).toList();
        return new Pin(
                server,
                kind,
                name,
                all.subList(0, Math.min(all.size(), limits.approved())),
                definition,
                others,
                waiting.filter(open -> !open.digest().equals(one.digest())),
                gone,
                notes);
    }

    /** The same, with that definition rejected, and nothing waiting that it was. */
    Pin reject(String digest, PinLimits limits) {
        List<String> all = new ArrayList<>(List.of(digest));
        rejected.stream().filter(other -> !other.equals(digest)).forEach(all::add);
        return new Pin(
                server,
                kind,
                name,
                approved.stream().filter(one -> !one.digest().equals(digest)).toList(),
                text,
                all.subList(0, Math.min(all.size(), limits.rejected())),
                waiting.filter(open -> !open.digest().equals(digest)),
                gone,
                notes);
    }

    Pin waiting(Waiting open) {
        return new Pin(server, kind, name, approved, text, rejected, Optional.of(open), Optional.empty(), notes);
    }

    Pin gone(Optional<Instant> since) {
        return new Pin(server, kind, name, approved, text, rejected, waiting, since, notes);
    }

    Pin noted(List<Finding> found) {
        return new Pin(server, kind, name, approved, text, rejected, waiting, gone, found);
    }

    /** What it is at the moment, in a word: {@code pinned}, {@code rejected}, or why something of it waits. */
    public String state() {
        return waiting.map(open -> open.reason().word()).orElse(approved.isEmpty() ? "rejected" : "pinned");
    }

    /** As it is stored. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("server", server)
                .put("kind", kind.word())
                .put("name", name)
                .put("text", text);
        ArrayNode digests = json.putArray("approved");
        approved.forEach(one -> digests.addObject()
                .put("digest", one.digest())
                .put("since", one.since().toString())
                .put("by", one.by()));
        rejected.forEach(json.putArray("rejected")::add);
        waiting.ifPresent(open -> json.set("waiting", open.toJson()));
        gone.ifPresent(since -> json.put("gone", since.toString()));
        ArrayNode all = json.putArray("notes");
        notes.forEach(note -> all.add(note.toJson()));
        return json;
    }

    static Pin read(JsonNode json) {
        return new Pin(
                json.path("server").asString(""),
                Kind.of(json.path("kind").asString("")).orElseThrow(),
                json.path("name").asString(""),
                json.path("approved")
                        .valueStream()
                        .map(one -> new Approved(
                                one.path("digest").asString(""),
                                Instant.parse(one.path("since").asString("")),
                                one.path("by").asString("")))
                        .toList(),
                json.path("text").asString(""),
                json.path("rejected").valueStream().map(JsonNode::asString).toList(),
                json.has("waiting") ? Optional.of(Waiting.read(json.path("waiting"))) : Optional.empty(),
                json.has("gone") ? Optional.of(Instant.parse(json.path("gone").asString(""))) : Optional.empty(),
                json.path("notes")
                        .valueStream()
                        .flatMap(note -> Finding.read(note).stream())
                        .toList());
    }
}

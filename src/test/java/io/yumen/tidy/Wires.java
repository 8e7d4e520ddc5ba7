package io.yumen.tidy;

import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.util.TreeScanner;
import io.yumen.tidy.Source.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One place per wire. A transport, or a way to reach servers, is a package that nobody names but the one file that plugs it in;
 * a protocol revision is a constant that nobody compares with but the adapters of the eras. To add either touches its own
 * package and a line of the tables below.
 */
public final class Wires implements Rule {
    /** A wire, and the files or folders below {@code io/yumen/} that plug it in; its own package always may name it. */
    static final Map<String, Set<String>> PLUGGED_IN = Map.ofEntries(
            Map.entry("transport.http", Set.of("app/Faces.java", "app/ServiceFace.java")),
            Map.entry("transport.sse", Set.of("app/Faces.java", "app/Places.java")),
            Map.entry("transport.envelope", Set.of("app/Faces.java", "app/Places.java")),
            Map.entry("transport.poll", Set.of("app/Faces.java")),
            Map.entry("transport.resource", Set.of("app/Faces.java")),
            Map.entry("transport.websocket", Set.of("app/Faces.java")),
            // The bridge has a pipe at one end and HTTP at the other.
            Map.entry("transport.stdio", Set.of("app/Pipe.java", "connect/")),
            Map.entry("backend.http", Set.of("app/servers/ConnectorFactory.java", "connect/")),
            Map.entry("backend.stdio", Set.of("app/servers/ConnectorFactory.java")),
            Map.entry("backend.websocket", Set.of("app/servers/ConnectorFactory.java")),
            Map.entry("backend.local", Set.of("app/servers/ConnectorFactory.java")));

    /** Where a single revision is told from another: the adapters of the eras, and what only one revision frames so. */
    static final Set<String> TELL_REVISIONS_APART = Set.of(
            "protocol/",
            "session/legacy/",
            "session/modern/",
            "backend/legacy/",
            "backend/modern/",
            // The header that repeats the revision of the stateless protocol.
            "backend/http/ModernHttpLink.java",
            // Batches are of one revision; streams begin with an id to come back with from one on.
            "channel/Conversation.java",
            "transport/http/LegacyExchange.java",
            // The result of a tool that begins a task is of one revision.
            "service/host/ToolRequests.java");

    private static final String ROOT = "src/main/java/io/yumen/";
    private static final String RULE = "wire";

    @Override
    public List<Violation> check(List<Source> sources) {
        List<Violation> found = new ArrayList<>();
        sources.stream().filter(Source::isMain).forEach(source -> {
            names(source, found);
            source.scan(new Revisions(source, found));
        });
        return found;
    }

    private static void names(Source source, List<Violation> found) {
        for (Reference reference : source.references()) {
            String wire = room(reference);
            Set<String> allowed = PLUGGED_IN.get(wire);
            if (allowed == null
                    || wire.equals(source.room())
                    || isSettings(source, reference)
                    || isAt(source, allowed)) {
                continue;
            }
            found.add(Violation.at(
                    source,
                    reference.line(),
                    RULE,
                    wire + " is plugged in by " + allowed + " and named nowhere else (table in tidy/Wires.java)"));
        }
    }

    private static String room(Reference reference) {
        String name = reference.packageName();
        return name.startsWith(Source.BASE + ".") ? Source.roomOf(name) : "";
    }

    /** The configuration reads the limits of each wire. */
    private static boolean isSettings(Source source, Reference reference) {
        return Ladder.isAtOrBelow(source.room(), "config")
                && reference.typeName().matches(".*(Config|Limits)");
    }

    private static boolean isAt(Source source, Set<String> places) {
        return places.stream().anyMatch(place -> source.path().startsWith(ROOT + place));
    }

    /** Finds what tells one revision from another. */
    private static final class Revisions extends TreeScanner<Void, Void> {
        private final Source source;
        private final List<Violation> found;

        Revisions(Source source, List<Violation> found) {
            this.source = source;
            this.found = found;
        }

        @Override
        public Void visitMemberSelect(MemberSelectTree node, Void unused) {
            if (node.toString().matches("(.*\\.)?Revision\\.V\\d{4}_\\w+") && !isAt(source, TELL_REVISIONS_APART)) {
                found.add(Violation.at(
                        source,
                        source.line(node),
                        RULE,
                        node + " is compared with in the adapters of the eras only (table in tidy/Wires.java)"));
            }
            return super.visitMemberSelect(node, unused);
        }

        @Override
        public Void visitLiteral(LiteralTree node, Void unused) {
            boolean isRevision = node.getValue() instanceof String text && text.matches("20\\d\\d-\\d\\d-\\d\\d");
            if (isRevision && !isAt(source, Set.of("protocol/Revision.java"))) {
                found.add(Violation.at(source, source.line(node), RULE, "a revision is spelled in Revision.java only"));
            }
            return super.visitLiteral(node, unused);
        }
    }
}

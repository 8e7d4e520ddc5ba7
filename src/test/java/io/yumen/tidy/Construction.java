package io.yumen.tidy;

import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Some types are made in one place only, so that nothing goes round what that place wraps them in: every outgoing call
 * passes the resilience stack, every principal comes from authentication.
 */
public final class Construction implements Rule {
    /**
     * A type of ours ({@code HttpLink}: its constructor) or a factory ({@code HttpLink.open}), and the files or folders
     * below {@code io/yumen/} that may call it. The type's own file always may.
     */
    static final Map<String, Set<String>> ONLY_CONSTRUCTED_IN = Map.ofEntries(
            Map.entry("Principal", Set.of("tenant/", "auth/")),
            // What a principal may do is said where it is found out who it is; nobody else makes an access of one.
            Map.entry("Access", Set.of()),
            Map.entry("Access.plain", Set.of("auth/")),
            // It has the role of administrators, and is for those who are nobody else:
            Map.entry(
                    "Access.LOCAL",
                    Set.of(
                            // whoever comes to a gateway that has nothing to authenticate with,
                            "auth/Entrance.java",
                            // whoever started the process, and holds its pipes,
                            "app/Pipe.java",
                            // whoever starts the command,
                            "cli/server/ServerCall.java",
                            // and the gateway itself, which asks servers on nobody's behalf.
                            "backend/local/ListChanges.java",
                            "backend/modern/OwnListen.java",
                            "backend/life/HealthCheck.java")),
            // A request reaches a server through the stack of its backend, and by no other way.
            Map.entry("ServerBackend", Set.of("app/")),
            Map.entry("BackendStack.of", Set.of("backend/life/ServerBackend.java")),
            Map.entry("Routing", Set.of("backend/life/ServerBackend.java")),
            Map.entry("Line", Set.of("backend/life/Lanes.java")),
            // What a connector makes is handed to the life of its server.
            Map.entry("HttpConnector", Set.of("app/")),
            Map.entry("StdioConnector", Set.of("app/")),
            Map.entry("WebSocketConnector", Set.of("app/")),
            Map.entry("LocalConnector", Set.of("app/")),
            Map.entry("ModernConnection", Set.of("backend/modern/")),
            Map.entry("LegacyConnection", Set.of("backend/legacy/")),
            Map.entry("LocalConnection", Set.of("backend/local/")),
            Map.entry("HttpWire", Set.of("backend/http/")),
            Map.entry("StdioPipe.start", Set.of("backend/stdio/")),
            Map.entry("SsePipe.open", Set.of("backend/http/")),
            Map.entry("WebSocketPipe.open", Set.of("backend/websocket/")),
            Map.entry("RelayClient.create", Set.of("app/")));

    /** Types within others. */
    static final Map<String, Set<String>> NESTED_MADE_IN = Map.of(
            // Who is let in is said by what authenticates; the front door adds how many rights had been taken back by
            // then.
            "Admitted", Set.of("auth/", "app/access/FrontDoor.java"));

    /** What leaves this process, in the JDK's own words. */
    static final Map<String, Set<String>> ONLY_CALLED_IN = Map.of(
            // A browser is its user's: it gets what we have, and outlives us.
            "ProcessBuilder", Set.of("process/", "cli/WebBrowser.java"),
            // Syslog goes to receivers that the configuration names.
            "Socket", Set.of("http/client/", "audit/sink/Line.java"),
            "SocketChannel.open", Set.of("http/client/"),
            "HttpClient.newHttpClient", Set.of(),
            // yumen status and its like look at a gateway from outside, as any client would.
            // Repositories of charts may lie behind a proxy; http.client knows none.
            // Browsers are reached at pinned addresses, with a WebSocket that has one message after the other and no
            // thread.
            "HttpClient.newBuilder",
                    Set.of(
                            "cli/command/GatewayCall.java",
                            "service/helm/chart/Detour.java",
                            "service/browser/cdp/CdpConnector.java"),
            // Connector.connect, by the name that each caller gives its connector; the factory's is a connector itself.
            "connector.connect",
                    Set.of(
                            "backend/life/Line.java",
                            "app/servers/ConnectorFactory.java",
                            "http/client/RelayClient.java"));

    /** A file, and the layers that it must put together. */
    static final Map<String, Set<String>> MUST_CONSTRUCT =
            Map.of("backend/guard/BackendStack.java", Set.of("Timing", "Deadline", "Bulkhead", "Circuit", "Retry"));

    private static final String ROOT = "src/main/java/io/yumen/";

    private final Map<String, Set<String>> made;
    private final Map<String, Set<String>> composed;

    public Construction() {
        this(all(), MUST_CONSTRUCT);
    }

    Construction(Map<String, Set<String>> made, Map<String, Set<String>> composed) {
        this.made = made;
        this.composed = composed;
    }

    private static Map<String, Set<String>> all() {
        Map<String, Set<String>> all = new HashMap<>(ONLY_CONSTRUCTED_IN);
        all.putAll(ONLY_CALLED_IN);
        all.putAll(NESTED_MADE_IN);
        return all;
    }

    @Override
    public List<Violation> check(List<Source> sources) {
        List<Violation> found = new ArrayList<>();
        sources.stream().filter(Source::isMain).forEach(source -> source.scan(new Scanner(source, found)));
        composed.forEach((file, layers) -> found.addAll(missing(file, layers, sources)));
        return found;
    }

    /** A type that was renamed would leave the table without a guard. */
    public static List<String> unknown(List<Source> sources) {
        Set<String> known = sources.stream()
                .filter(Source::isMain)
                .map(source -> source.path().replaceAll(".*/|\\.java$", ""))
                .collect(Collectors.toSet());
        return ONLY_CONSTRUCTED_IN.keySet().stream()
                .filter(name -> !known.contains(name.replaceAll("\\..*", "")))
                .sorted()
                .toList();
    }

    private static List<Violation> missing(String file, Set<String> layers, List<Source> sources) {
        Set<String> present = sources.stream()
                .filter(source -> source.path().equals(ROOT + file))
                .flatMap(source -> source.constructions().stream())
                .map(node -> node.getIdentifier().toString())
                .collect(Collectors.toSet());
        return layers.stream()
                .filter(layer -> !present.contains(layer))
                .sorted()
                .map(layer ->
                        new Violation(ROOT + file, 1, "construction", "the layer " + layer + " is not in the stack"))
                .toList();
    }

    private final class Scanner extends TreeScanner<Void, Void> {
        private final Source source;
        private final List<Violation> found;

        Scanner(Source source, List<Violation> found) {
            this.source = source;
            this.found = found;
        }

        @Override
        public Void visitNewClass(NewClassTree node, Void unused) {
            check(named(node.getIdentifier().toString().replaceAll("<.*", "")), node);
            return super.visitNewClass(node, unused);
        }

        @Override
        public Void visitMemberReference(MemberReferenceTree node, Void unused) {
            String type = named(node.getQualifierExpression().toString());
            check(node.getName().contentEquals("<init>") ? type : type + "." + node.getName(), node);
            return super.visitMemberReference(node, unused);
        }

        @Override
        public Void visitMemberSelect(MemberSelectTree node, Void unused) {
            String name = unqualified(node.toString());
            if (name.contains(".") && made.containsKey(name)) {
                check(name, node);
            }
            return super.visitMemberSelect(node, unused);
        }

        /** The name of a type as the tables have it. */
        private static String named(String name) {
            String simple = name.substring(name.lastIndexOf('.') + 1);
            return NESTED_MADE_IN.containsKey(simple) ? simple : unqualified(name);
        }

        /** The same without our packages, which an import or a whole name has before it. */
        private static String unqualified(String name) {
            return name.replaceAll("^io\\.yumen\\.([a-z]+\\.)+", "");
        }

        private void check(String name, Tree node) {
            Set<String> allowed = made.get(name);
            if (allowed == null || isAllowed(name, allowed)) {
                return;
            }
            found.add(Violation.at(
                    source,
                    source.line(node),
                    "construction",
                    name + " is made only in " + allowed + " (table in tidy/Construction.java)"));
        }

        private boolean isAllowed(String name, Set<String> allowed) {
            String below = source.path().substring(ROOT.length());
            return below.endsWith("/" + name.replaceAll("\\..*", "") + ".java")
                    || allowed.stream().anyMatch(below::startsWith);
        }
    }
}

package io.yumen.bridge;

import io.yumen.e2e.Peers;
import java.nio.file.Path;
import java.util.List;

/** The real servers, in the order of the table. */
enum ServerKind {
    LEGACY_STDIO("legacy stdio", "legacy.mjs", List.of()),
    LEGACY_HTTP("legacy HTTP", "legacy.mjs", List.of("http")),
    LEGACY_SSE("legacy SSE", "legacy.mjs", List.of("sse")),
    MODERN_STDIO("modern stdio", "modern.mjs", List.of()),
    MODERN_HTTP("modern HTTP", "modern.mjs", List.of("http"));

    private final String title;
    private final String program;
    private final List<String> arguments;

    ServerKind(String title, String program, List<String> arguments) {
        this.title = title;
        this.program = program;
        this.arguments = arguments;
    }

    String title() {
        return title;
    }

    boolean isPiped() {
        return arguments.isEmpty();
    }

    boolean isModern() {
        return program.equals("modern.mjs");
    }

    /** The program with its arguments. */
    List<String> command() {
        String script = Path.of("e2e/servers", program).toAbsolutePath().toString();
        return arguments.isEmpty()
                ? List.of(Peers.node(), script)
                : List.of(Peers.node(), script, arguments.getFirst());
    }
}

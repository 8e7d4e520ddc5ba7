package io.yumen.config.file;

import io.yumen.config.file.Located.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code ${...}} in texts. Everywhere: {@code ${env:NAME}} and {@code ${file:path}}. In server entries also the forms
 * of other clients: {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${input:id}}. What begins with {@code user.},
 * {@code session.} or {@code client.} is left for the start of a scoped server. A doubled dollar sign before a brace writes one.
 */
final class Substitution {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}");
    private static final Pattern LATER = Pattern.compile("(user|session|client)\\..*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** A file that is substituted holds a secret or a name, not a document. */
    private static final int MAX_FILE_BYTES = 64 << 10;

    /** Keys of servers that name files. */
    private static final List<String> FILES = List.of("catalogue", "openapi");

    /** An object of a server whose values all name files. */
    private static final String TLS = "tls";

    /** An object of a server of which one value names a file. */
    private static final String AWS_DOCS = "awsDocs";

    private static final String AUTHORITIES = "caFile";

    private final Variables variables;
    private final Path directory;
    private final Problems problems;

    Substitution(Variables variables, Path directory, Problems problems) {
        this.variables = variables;
        this.directory = directory;
        this.problems = problems;
    }

    /** Fills what stands in our own settings. */
    Located fill(Located value, String path) {
        return value.mapTexts(text -> fill(text, path, this::ours));
    }

    /** Fills what stands in a server entry, where the forms of other clients are known too. */
    Located fillServer(Located value, String path) {
        Located filled = value.mapTexts(text -> fill(text, path, this::foreign));
        return filled instanceof Located.Obj server ? withPaths(server) : filled;
    }

    /** The files that describe a server lie beside the configuration file, wherever the gateway is started. */
    private Located withPaths(Located.Obj server) {
        Map<String, Located.Member> members = new LinkedHashMap<>(server.members());
        FILES.forEach(key -> members.computeIfPresent(key, (same, member) -> withPath(member)));
        members.computeIfPresent(TLS, (same, member) -> withPaths(member, key -> true));
        members.computeIfPresent(AWS_DOCS, (same, member) -> withPaths(member, AUTHORITIES::equals));
        return new Located.Obj(server.at(), members);
    }

    /** @param isPath which of its members name files */
    private Located.Member withPaths(Located.Member files, Predicate<String> isPath) {
        if (!(files.value() instanceof Located.Obj said)) {
            return files;
        }
        Map<String, Located.Member> members = new LinkedHashMap<>(said.members());
        members.replaceAll((key, member) -> isPath.test(key) ? withPath(member) : member);
        return new Located.Member(files.at(), new Located.Obj(said.at(), members));
    }

    private Located.Member withPath(Located.Member member) {
        return member.value() instanceof Text text && !text.value().isEmpty()
                ? new Located.Member(member.at(), new Text(text.at(), absolute(text.value())))
                : member;
    }

    private String absolute(String name) {
        try {
            return directory.resolve(name).toString();
        } catch (InvalidPathException e) {
            return name; // it is told where it is read
        }
    }

    private Text fill(Text text, String path, Resolver resolver) {
        if (!text.value().contains("${")) {
            return text;
        }
        Matcher matcher = PLACEHOLDER.matcher(text.value());
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String inner = matcher.group(1);
            String replacement = inner == null ? "${" : resolve(inner, matcher.group(), text, path, resolver);
            matcher.appendReplacement(filled, Matcher.quoteReplacement(replacement));
        }
        return new Text(text.at(), matcher.appendTail(filled).toString());
    }

    private String resolve(String inner, String whole, Text text, String path, Resolver resolver) {
        if (LATER.matcher(inner).matches()) {
            return whole;
        }
        try {
            String value = resolver.resolve(inner);
            problems.conceal(value);
            return value;
        } catch (Unresolved e) {
            problems.error(text.at(), path, String.valueOf(e.getMessage()));
            return whole;
        }
    }

    private String ours(String inner) throws Unresolved {
        if (inner.startsWith("env:")) {
            return variable(inner.substring("env:".length()));
        }
        if (inner.startsWith("file:")) {
            return file(inner.substring("file:".length()));
        }
        throw new Unresolved("${" + inner + "} is not known here; write ${env:NAME} or ${file:path}");
    }

    private String foreign(String inner) throws Unresolved {
        if (inner.startsWith("input:")) {
            return input(inner.substring("input:".length()));
        }
        int fallback = inner.indexOf(":-");
        if (fallback > 0) {
            return variables.get(inner.substring(0, fallback)).orElse(inner.substring(fallback + 2));
        }
        return NAME.matcher(inner).matches() ? variable(inner) : ours(inner);
    }

    private String variable(String name) throws Unresolved {
        Optional<String> value = variables.get(name);
        if (value.isEmpty()) {
            throw new Unresolved("The variable " + name
                    + " is not set; set it in the environment or in a .env file beside the configuration");
        }
        return value.get();
    }

    private String input(String id) throws Unresolved {
        String name = "INPUT_" + id.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        Optional<String> value = variables.get(name);
        if (value.isEmpty()) {
            throw new Unresolved("The input \"" + id
                    + "\" would be asked for by an editor; a gateway cannot ask. Set the" + " variable " + name);
        }
        return value.get();
    }

    private String file(String name) throws Unresolved {
        Path file = directory.resolve(name);
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new Unresolved("The file " + file + " is larger than " + MAX_FILE_BYTES + " bytes");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Unresolved("The file " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "); create it, or mend the path");
        }
    }

    /** Finds the value of what stands between the braces. */
    private interface Resolver {
        String resolve(String inner) throws Unresolved;
    }

    /** A placeholder without a value; the message says what to do. */
    private static final class Unresolved extends Exception {
        private static final long serialVersionUID = 1;

        Unresolved(String message) {
            super(message, null, false, false);
        }
    }
}

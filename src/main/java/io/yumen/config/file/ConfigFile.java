package io.yumen.config.file;

import io.yumen.config.ConfigException;
import io.yumen.config.GatewaySettings;
import io.yumen.config.Problem;
import io.yumen.config.ServerSettings;
import io.yumen.config.file.Located.Member;
import io.yumen.config.file.Located.Obj;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads the configuration file, with a {@code .env} file beside it. */
public final class ConfigFile {
    /** A configuration larger than this is not one. */
    private static final int MAX_BYTES = 8 << 20;

    private final Map<String, String> environment;

    public ConfigFile(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads, substitutes, binds and checks a file.
     *
     * @throws ConfigException with every problem, if the file cannot be used
     */
    public Loaded load(Path file) {
        Problems problems = new Problems(String.valueOf(file.getFileName()));
        String text = text(file, problems);
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "A file has a folder");
        if (text.isBlank()) {
            problems.error(Located.Position.NONE, "", "The file is empty; write at least {}, or use no file");
            problems.throwIfAny();
        }
        return parse(text, directory, problems);
    }

    /**
     * The servers as they stand in a file, their variables not filled: for showing them.
     *
     * @throws ConfigException with every problem, if the file cannot be used
     */
    public Map<String, ServerSettings> servers(Path file) {
        Problems problems = new Problems(String.valueOf(file.getFileName()));
        if (!(LocatedReader.read(text(file, problems), problems) instanceof Obj object)) {
            return Map.of();
        }
        Map<String, Member> members =
                new LinkedHashMap<>(new ForeignForms(problems).normalize(object).members());
        members.keySet().retainAll(Set.of("mcpServers"));
        Optional<GatewaySettings> settings =
                new Binder(problems).bind(GatewaySettings.class, new Obj(object.at(), members), "");
        problems.throwIfAny();
        return settings.map(GatewaySettings::mcpServers).orElse(Map.of());
    }

    /** What a configuration says that says nothing. */
    public static GatewaySettings defaults() {
        return parse("{}");
    }

    /** The settings of a text that no environment and no file fills. */
    public static GatewaySettings parse(String text) {
        return new ConfigFile(Map.of())
                .parse(text, Path.of("").toAbsolutePath(), new Problems("built-in"))
                .settings();
    }

    /** The settings, and what its author should know about the file. */
    public record Loaded(GatewaySettings settings, List<Problem> warnings) {
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    Loaded parse(String text, Path directory, Problems problems) {
        Located root = LocatedReader.read(text, problems);
        if (!(root instanceof Obj object)) {
            problems.error(root.at(), "", "The configuration is " + root.kind() + ", but must be an object");
            problems.throwIfAny();
            throw new IllegalStateException("Unreachable: the error was just added");
        }
        Obj normalized = new ForeignForms(problems).normalize(object);
        Obj filled = fill(normalized, new Substitution(variables(directory, problems), directory, problems));
        GatewaySettings settings =
                new Binder(problems).bind(GatewaySettings.class, filled, "").orElse(null);
        if (settings != null) {
            new Checks(problems, filled).check(settings);
        }
        problems.throwIfAny();
        if (settings == null) {
            throw new IllegalStateException("A record that could not be made has a problem");
        }
        return new Loaded(settings, problems.warnings());
    }

    private static Obj fill(Obj root, Substitution substitution) {
        Map<String, Member> members = new LinkedHashMap<>();
        root.members().forEach((key, member) -> {
            Located filled = key.equals("mcpServers")
                    ? fillServers(member.value(), substitution)
                    : substitution.fill(member.value(), key);
            members.put(key, new Member(member.at(), filled));
        });
        return new Obj(root.at(), members);
    }

    /** A server that is left out may lack what it would need. */
    private static Located fillServers(Located value, Substitution substitution) {
        if (!(value instanceof Obj servers)) {
            return value;
        }
        Map<String, Member> members = new LinkedHashMap<>();
        servers.members().forEach((name, member) -> {
            Located filled = isDisabled(member.value())
                    ? member.value()
                    : substitution.fillServer(member.value(), "mcpServers." + name);
            members.put(name, new Member(member.at(), filled));
        });
        return new Obj(servers.at(), members);
    }

    private static boolean isDisabled(Located server) {
        return server instanceof Obj object
                && object.members().get("disabled") instanceof Member member
                && member.value() instanceof Located.Bool disabled
                && disabled.value();
    }

    private Variables variables(Path directory, Problems problems) {
        Path file = directory.resolve(".env");
        Map<String, String> dotEnv = Files.isRegularFile(file) ? DotEnv.parse(text(file, problems)) : Map.of();
        return Variables.of(environment, dotEnv);
    }

    private static String text(Path file, Problems problems) {
        try {
            if (Files.isDirectory(file)) {
                problems.error(Located.Position.NONE, "", "This is a folder: " + file + "; name a file in it");
            } else if (Files.size(file) > MAX_BYTES) {
                problems.error(Located.Position.NONE, "", "The file is larger than " + MAX_BYTES + " bytes");
            }
            problems.throwIfAny();
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            problems.error(
                    Located.Position.NONE, "", "There is no such file: " + file + "; create it, or mend the path");
        } catch (AccessDeniedException e) {
            problems.error(
                    Located.Position.NONE, "", "You may not read this file: " + file + "; change its permissions");
        } catch (CharacterCodingException e) {
            problems.error(Located.Position.NONE, "", "This is not UTF-8 text: " + file + "; save it as UTF-8");
        } catch (IOException e) {
            problems.error(Located.Position.NONE, "", "The file cannot be read: " + e);
        }
        problems.throwIfAny();
        throw new IllegalStateException("Unreachable: the error was just added");
    }
}

package io.yumen.config.file;

import io.yumen.config.ConfigException;
import io.yumen.config.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes the servers of a configuration file and leaves everything else in it as it stands. Each change is read back
 * before it replaces the file, the file before the first change is kept beside it with the ending {@code .bak}, and a running
 * gateway sees either the old file or the new one. A link to a file stays a link.
 */
public final class ConfigEditor {
    private final Path file;
    private final ConfigFile reader;
    private boolean kept;

    /** An editor of that file, which need not exist yet; placeholders are filled from that environment. */
    public ConfigEditor(Path file, Map<String, String> environment) {
        this.file = file;
        this.reader = new ConfigFile(environment);
    }

    /**
     * Adds a server.
     *
     * @throws ConfigException when there is one of that name, or the entry is no valid one
     */
    public void add(String name, ObjectNode entry) {
        edit(name, ServerMust.BE_NEW, text -> ServersText.of(text).add(name, entry.toString()));
    }

    /** Removes a server. */
    public void remove(String name) {
        edit(name, ServerMust.EXIST, text -> ServersText.of(text).remove(name));
    }

    /** Leaves a server out. */
    public void disable(String name) {
        edit(name, ServerMust.EXIST, text -> ServersText.of(text).disable(name, "true"));
    }

    /** Takes a server in again. */
    public void enable(String name) {
        edit(name, ServerMust.EXIST, text -> ServersText.of(text).disable(name, "false"));
    }

    private void edit(String name, ServerMust must, UnaryOperator<String> change) {
        try {
            String before = Files.exists(file) ? Files.readString(file) : "{}\n";
            Path directory = file.toAbsolutePath().getParent();
            if (directory == null) {
                throw new ConfigException(List.of(problem("This is no file")));
            }
            requireJson(before);
            requirement(name, must, ServersText.of(before).has(name));
            String after = change.apply(before);
            reader.parse(after, directory, problems());
            replace(directory, after);
        } catch (IOException e) {
            throw new UncheckedIOException("The configuration cannot be changed: " + file, e);
        }
    }

    /** What else is wrong in the file may be what the change is to mend. */
    private void requireJson(String text) {
        Problems problems = problems();
        LocatedReader.read(text, problems);
        problems.throwIfAny();
    }

    private void requirement(String name, ServerMust must, boolean exists) {
        if (must == ServerMust.EXIST && !exists) {
            throw new ConfigException(List.of(problem("There is no server \"" + name + "\"")));
        }
        if (must == ServerMust.BE_NEW && exists) {
            throw new ConfigException(List.of(problem("There is a server \"" + name + "\" already; remove it first")));
        }
    }

    private void replace(Path directory, String content) throws IOException {
        Files.createDirectories(directory);
        Path target = Files.exists(file) ? file.toRealPath() : file;
        Path fresh = Files.createTempFile(target.toAbsolutePath().getParent(), ".yumen", ".tmp");
        try {
            Files.writeString(fresh, content);
            if (Files.exists(target)) {
                keep(target);
                Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(target));
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private void keep(Path target) throws IOException {
        if (!kept) {
            Path backup = file.resolveSibling(file.getFileName() + ".bak");
            // With its rights: the copy holds the same secrets.
            Files.copy(target, backup, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            kept = true;
        }
    }

    private Problems problems() {
        return new Problems(String.valueOf(file.getFileName()));
    }

    private Problem problem(String message) {
        return new Problem(Problem.Severity.ERROR, String.valueOf(file.getFileName()), 0, "", message);
    }

    /** What must hold before a change. */
    private enum ServerMust {
        EXIST,
        BE_NEW
    }
}

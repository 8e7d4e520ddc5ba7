package io.yumen.process;

import io.yumen.process.ChildException.Code;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds programs as the system would, but says where it looked. */
final class ProgramPath {

    private static final String DEFAULT = "/usr/local/bin:/usr/bin:/bin";

    private final List<Path> folders;

    private ProgramPath(List<Path> folders) {
        this.folders = folders;
    }

    /**
     * Returns the search path that {@code value} of {@code PATH} stands for; relative folders in it are not
     * searched.
     */
    static ProgramPath of(String value) {
        return new ProgramPath(Arrays.stream(value.split(File.pathSeparator))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .toList());
    }

    /** Returns the search path of an environment. */
    static ProgramPath in(Map<String, String> environment) {
        return of(environment.getOrDefault("PATH", DEFAULT));
    }

    /** Returns our own search path. */
    static ProgramPath ours() {
        return in(System.getenv());
    }

    Optional<Path> find(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(ProgramPath::runnable)
                .findFirst();
    }

    /**
     * Returns the absolute path of a program: a bare name is looked up, a relative path starts at {@code
     * directory}.
     */
    Path resolve(String program, Path directory) {
        if (program.indexOf('/') < 0) {
            return find(program).orElseThrow(() -> missing(program));
        }
        Path path = directory.resolve(program).toAbsolutePath();
        if (!Files.exists(path)) {
            throw new ChildException(
                    Code.PROGRAM_NOT_FOUND, "There is no program '" + path + "'. Correct the path of the command.");
        }
        if (!runnable(path)) {
            throw new ChildException(
                    Code.PROGRAM_NOT_FOUND,
                    "'" + path + "' cannot be run: it is a directory or not executable (chmod +x makes a file so).");
        }
        return path;
    }

    private ChildException missing(String program) {
        return new ChildException(
                Code.PROGRAM_NOT_FOUND,
                "Program '" + program + "' was not found. Looked in " + folders
                        + ". Install it, give its absolute path, or set PATH in the environment of this server.");
    }

    private static boolean runnable(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }
}

package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Somebody else's machine, as far as a process in it can tell: a user who is not root, no Java and nothing of this repository,
 * a home directory that is new, and nothing else to write to but {@code /tmp}. The network is the real one.
 */
final class Sandbox {
    /** Where the files of {@code target/dist} are in there. */
    static final String DIST = "/tmp/dist";

    private static final Path MADE = Path.of("target/dist").toAbsolutePath();
    private static final String HOME = "/tmp/home";
    private static final List<String> HIDDEN = List.of("/usr/lib/jvm", "/root", "/home", "/opt", "/srv", "/mnt");

    private Sandbox() {}

    /** A file of {@code target/dist}. */
    static Path made(String glob) {
        try (Stream<Path> files = Files.list(MADE)) {
            return files.filter(file ->
                            file.getFileSystem().getPathMatcher("glob:" + glob).matches(file.getFileName()))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError("The release files are missing: ./yumen package makes them", e);
        }
    }

    /** The executable, as it is called in there. */
    static String program() {
        return DIST + "/" + made("yumen-*-linux-*").getFileName();
    }

    /** That command, run in there. */
    static List<String> around(String... command) {
        return around(HOME, List.of(command));
    }

    /** That shell script, run in there, by somebody whose home directory cannot be written to. */
    static List<String> homeless(String script) {
        return around("/", List.of("sh", "-c", script));
    }

    /** That shell script, run in there by somebody who may mount, in a world of his own. */
    static List<String> mounting(String script) {
        return around("/", List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script));
    }

    private static List<String> around(String home, List<String> command) {
        assertThat(MADE).as("./yumen package makes it").exists();
        List<String> all = new ArrayList<>(List.of("bwrap", "--die-with-parent", "--unshare-pid"));
        all.addAll(List.of("--unshare-user", "--uid", "1000", "--gid", "1000"));
        all.addAll(List.of("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"));
        Stream.concat(HIDDEN.stream(), Stream.of(top(Path.of("").toAbsolutePath()), top(javaHome())))
                .filter(directory -> Files.isDirectory(Path.of(directory)))
                .distinct()
                .forEach(directory -> all.addAll(List.of("--tmpfs", directory)));
        all.addAll(List.of("--tmpfs", "/tmp", "--ro-bind", MADE.toString(), DIST, "--dir", HOME, "--chdir", HOME));
        all.addAll(List.of("--clearenv", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "HOME", home));
        all.addAll(command);
        return all;
    }

    private static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    /** What is hidden with it: {@code /opt} of {@code /opt/example/app}; but of {@code /usr}, only the directory itself. */
    private static String top(Path path) {
        return path.startsWith("/usr") ? path.toString() : "/" + path.getName(0);
    }
}

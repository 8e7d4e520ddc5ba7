package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a builder of containers makes of the container file, in a folder: its instructions are done one after the other. The base is this
 * machine's {@code /usr} without Java, and nothing else of it. Where tests run as root, files belong to whom they would belong in the
 * image; else all belong to one user, who is then called as the image's user is.
 */
final class ContainerImage {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern INSTRUCTION = Pattern.compile("([A-Z]+) +(.*)");
    private static final Pattern HEALTH = Pattern.compile("(?:--\\S+ +)*CMD +(.*)");
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final List<String> NAMESPACES =
            List.of("--die-with-parent", "--unshare-pid", "--unshare-ipc", "--unshare-uts");

    private final Path root;
    private final Path standIns;
    private final Map<String, String> environment = new LinkedHashMap<>(Map.of("PATH", PATH));
    private final Map<String, String> settings = new LinkedHashMap<>();

    private ContainerImage(Path folder) throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        standIns = Files.createDirectories(folder.resolve("stand-ins"));
    }

    /** Builds it in that folder from a container file, and a folder with the files that it copies. */
    static ContainerImage build(Path folder, List<String> instructions, Path context) throws Exception {
        ContainerImage image = new ContainerImage(folder);
        image.base();
        for (String line : instructions) {
            Matcher parts = INSTRUCTION.matcher(line);
            assertThat(parts.matches()).as(line).isTrue();
            image.perform(parts.group(1), parts.group(2).strip(), context);
        }
        return image;
    }

    /** Whether files of others can be made here. */
    static boolean isPrivileged() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    /** What an instruction says of which there is one: {@code USER}, {@code VOLUME}, {@code EXPOSE} and so on. */
    String setting(String name) {
        assertThat(settings).containsKey(name);
        return settings.get(name);
    }

    /** What is run when the container starts. */
    List<String> command() {
        return Stream.concat(words(setting("ENTRYPOINT")).stream(), words(setting("CMD")).stream())
                .toList();
    }

    /** The command that says whether it is healthy. */
    List<String> health() {
        Matcher command = HEALTH.matcher(setting("HEALTHCHECK"));
        assertThat(command.matches()).isTrue();
        return command.group(1).startsWith("[") ? words(command.group(1)) : List.of("/bin/sh", "-c", command.group(1));
    }

    Map<String, String> environment() {
        return environment;
    }

    /** A file or folder of it, where it lies on this machine. */
    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    /** Bubblewrap with this image for its files, which can be read and not written. */
    List<String> readOnly() {
        List<String> all = new ArrayList<>(List.of("bwrap"));
        all.addAll(NAMESPACES);
        all.addAll(List.of("--ro-bind", root.toString(), "/"));
        all.addAll(system("--ro-bind"));
        return all;
    }

    /** Every file of it with what would change if it were written. */
    Map<String, String> files() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Map<String, Object> is =
                        Files.readAttributes(file, "unix:mode,uid,size,ctime,ino", LinkOption.NOFOLLOW_LINKS);
                found.put(root.relativize(file).toString(), new TreeMap<>(is).toString());
            }
        }
        return found;
    }

    private void perform(String name, String rest, Path context) throws Exception {
        switch (name) {
            case "FROM" -> assertThat(rest).contains("debian");
            case "RUN" -> make(rest);
            case "COPY" -> copy(rest, context);
            case "ENV" -> environment.put(rest.split("=", 2)[0], rest.split("=", 2)[1]);
            default -> settings.put(name, rest);
        }
    }

    /** What every Linux has, and no more of the users than root. */
    private void base() throws IOException {
        for (String folder :
                List.of("usr", "usr/local", "usr/local/bin", "etc", "opt", "var/lib", "proc", "dev", "tmp", "run")) {
            Files.createDirectories(root.resolve(folder));
        }
        for (String name : List.of("bin", "sbin", "lib", "lib64")) {
            Path here = Path.of("/" + name);
            if (Files.isSymbolicLink(here)) {
                Files.createSymbolicLink(root.resolve(name), Files.readSymbolicLink(here));
            } else if (Files.isDirectory(here)) {
                Files.createDirectories(root.resolve(name));
            }
        }
        Files.writeString(at("/etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        Files.writeString(at("/etc/group"), "root:x:0:\n");
        Files.writeString(at("/etc/hosts"), "127.0.0.1 localhost\n");
        standIn("apt-get", "exit 0");
        if (!isPrivileged()) {
            standIn("useradd", "exit 0");
            standIn("install", "for last; do :; done; mkdir -p -m 700 \"$last\"");
        }
    }

    /** A program that cannot do its work here: packages come with the base, and users are made by root. */
    private void standIn(String name, String script) throws IOException {
        Path file = Files.writeString(standIns.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void copy(String rest, Path context) throws IOException {
        List<String> words = Arrays.asList(rest.split(" +"));
        assertThat(words).as("COPY MODE FROM TO").hasSize(3);
        String mode = words.getFirst().replace("--chmod=", "");
        try (Stream<Path> files = Files.list(context)) {
            List<Path> found = files.filter(file -> FileSystems.getDefault()
                            .getPathMatcher("glob:" + words.get(1))
                            .matches(file.getFileName()))
                    .toList();
            assertThat(found).as("files like " + words.get(1)).hasSize(1);
            Files.copy(found.getFirst(), at(words.get(2)));
        }
        Files.setAttribute(at(words.get(2)), "unix:mode", Integer.parseInt(mode, 8) | 0100000);
    }

    private void make(String script) throws Exception {
        List<String> all = new ArrayList<>(List.of("bwrap"));
        all.addAll(NAMESPACES);
        if (!isPrivileged()) {
            all.addAll(List.of("--unshare-user", "--uid", "0", "--gid", "0"));
        }
        all.addAll(List.of("--bind", root.toString(), "/"));
        all.addAll(system("--bind"));
        all.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
        all.addAll(List.of("--ro-bind", standIns.toString(), "/tmp/stand-ins", "--clearenv"));
        environment.forEach((name, value) -> all.addAll(List.of("--setenv", name, value)));
        all.addAll(List.of("--setenv", "PATH", "/tmp/stand-ins:" + environment.get("PATH")));
        all.addAll(List.of("--", "/bin/sh", "-c", script));
        Peers.Ran ran = Peers.run(all, Map.of(), LIMIT);
        assertThat(ran.exitCode()).as("%s: %s", script, ran.printed()).isZero();
    }

    /** The base, and what the image has in it. */
    private List<String> system(String local) {
        List<String> all = new ArrayList<>(List.of("--ro-bind", "/usr", "/usr"));
        Path java = Path.of(System.getProperty("java.home"));
        Stream.of(Path.of("/usr/lib/jvm"), java)
                .filter(folder -> folder.startsWith("/usr") && Files.isDirectory(folder))
                .forEach(folder -> all.addAll(List.of("--tmpfs", folder.toString())));
        all.addAll(List.of(local, at("/usr/local").toString(), "/usr/local"));
        for (String name : List.of("/bin", "/sbin", "/lib", "/lib64")) {
            if (Files.isDirectory(Path.of(name)) && !Files.isSymbolicLink(Path.of(name))) {
                all.addAll(List.of("--ro-bind", name, name));
            }
        }
        return all;
    }

    private static List<String> words(String json) {
        return JsonMapper.shared()
                .readTree(json)
                .valueStream()
                .map(word -> word.asString())
                .toList();
    }
}

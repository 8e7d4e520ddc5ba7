package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A container of an image as a compose file describes it, made by bubblewrap: namespaces of its own, the image read-only, no
 * capabilities, and what the file mounts. The network is the machine's.
 */
final class Container {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Pattern TMPFS = Pattern.compile("(/[^:]+):size=(\\d+)m,mode=(\\d+),nosuid,nodev");
    private static final Pattern USER = Pattern.compile("(\\d+):(\\d+)");

    private final ContainerImage image;
    private final Path folder;
    private final Path volumes;
    private final Matcher user;
    private final List<String> mounts = new ArrayList<>(List.of("--proc", "/proc", "--dev", "/dev"));

    /** @param folder where the compose file would lie, with the files that it names */
    Container(ContainerImage image, JsonNode service, Path folder, Path volumes) throws Exception {
        this.image = image;
        this.folder = folder;
        this.volumes = volumes;
        user = USER.matcher(service.path("user").asString());
        assertThat(user.matches()).isTrue();
        assertThat(service.path("read_only").asBoolean()).isTrue();
        for (JsonNode one : service.path("tmpfs")) {
            inMemory(one.asString());
        }
        for (JsonNode one : service.path("volumes")) {
            mount(one.asString().split(":"));
        }
    }

    /** Starts the image's own command with those options after it. */
    Served start(String... options) throws IOException {
        return Served.start(running(
                Stream.concat(image.command().stream(), Stream.of(options)).toList()));
    }

    /** Runs a command in a container of its own. */
    Peers.Ran run(List<String> command) throws IOException, InterruptedException {
        return Peers.run(running(command), Map.of(), LIMIT);
    }

    /** Runs a command beside what runs in that container, as the engine's "exec" does. */
    Peers.Ran exec(Served served, List<String> command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(
                List.of("nsenter", "--target", Long.toString(process(served)), "--mount", "--pid", "--ipc", "--uts"));
        if (!ContainerImage.isPrivileged()) {
            all.addAll(List.of("--user", "--preserve-credentials"));
        }
        all.addAll(List.of("--", "setpriv", "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"));
        all.addAll(asUser());
        all.addAll(program(command));
        return Peers.run(all, Map.of(), LIMIT);
    }

    /** The gateway in there, by its number on this machine. */
    static long process(Served served) {
        return served.family("io.yumen.cli.Main serve").keySet().iterator().next();
    }

    private List<String> running(List<String> command) throws IOException {
        List<String> all = new ArrayList<>(image.readOnly());
        all.addAll(mounts);
        all.addAll(List.of("--cap-drop", "ALL"));
        if (ContainerImage.isPrivileged()) {
            // To become the user and drop the rest, as an engine does before it starts what is in there.
            Stream.of("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")
                    .forEach(capability -> all.addAll(List.of("--cap-add", capability)));
            all.addAll(List.of("--", "setpriv", "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"));
            all.addAll(asUser());
        } else {
            all.addAll(List.of("--unshare-user", "--uid", user.group(1), "--gid", user.group(2), "--"));
        }
        all.addAll(program(command));
        return all;
    }

    private List<String> asUser() throws IOException {
        return ContainerImage.isPrivileged()
                ? List.of("--reuid=" + user.group(1), "--regid=" + user.group(2), "--clear-groups")
                : List.of();
    }

    /** With the variables of the image alone, in its working directory. */
    private List<String> program(List<String> command) {
        List<String> all = new ArrayList<>(List.of("/usr/bin/env", "-i", "-C", image.setting("WORKDIR")));
        image.environment().forEach((name, value) -> all.add(name + "=" + value));
        all.addAll(command);
        return all;
    }

    private void inMemory(String text) {
        Matcher parts = TMPFS.matcher(text);
        assertThat(parts.matches()).as(text).isTrue();
        long bytes = Long.parseLong(parts.group(2)) << 20;
        mounts.addAll(List.of("--perms", parts.group(3), "--size", Long.toString(bytes), "--tmpfs", parts.group(1)));
    }

    /** A volume has at first what the image has in its place, and its owner. */
    private void mount(String... parts) throws Exception {
        if (parts[0].startsWith("./")) {
            assertThat(parts)
                    .as("nothing of the machine can be written to")
                    .hasSize(3)
                    .endsWith("ro");
            Path source = folder.resolve(parts[0]).normalize();
            Path place = image.at(parts[1]);
            if (Files.isDirectory(source)) {
                Files.createDirectories(place);
            } else if (!Files.exists(place)) {
                Files.createDirectories(place.getParent());
                Files.createFile(place);
            }
            mounts.addAll(List.of("--ro-bind", source.toString(), parts[1]));
        } else {
            assertThat(parts[1]).isEqualTo(image.setting("VOLUME"));
            Path volume = volumes.resolve(parts[0]);
            Peers.Ran ran =
                    Peers.run(List.of("cp", "-a", image.at(parts[1]).toString(), volume.toString()), Map.of(), LIMIT);
            assertThat(ran.exitCode()).as(ran.printed()).isZero();
            mounts.addAll(List.of("--bind", volume.toString(), parts[1]));
        }
    }
}

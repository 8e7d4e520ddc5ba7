package io.yumen.process;

import io.yumen.process.ChildException.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a child, layer upon layer, as bubblewrap is told. Of the layers that a path lies below the last decides what is
 * seen there.
 */
final class Mounts {
    /** What programs need to run at all. Everything else is left out, so that nobody has to think of what is secret. */
    private static final List<Path> SYSTEM = Stream.of(
                    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix")
            .map(Path::of)
            .toList();

    /** How many processors and how much memory there are, as runtimes ask. */
    private static final List<Path> MEASURES =
            Stream.of("/sys/fs/cgroup", "/sys/devices/system/cpu").map(Path::of).toList();

    private static final Path RESOLVER = Path.of("/etc/resolv.conf");
    private static final Path NOTHING = Path.of("/dev/null");
    static final Path TEMPORARY = Path.of("/tmp");

    /** What a private folder may hold: it lies in memory. */
    private static final String PRIVATE_BYTES = String.valueOf(1L << 30);

    private final List<String> arguments = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();

    /** Closed to writing in the end: what was named below them is mounted there first. */
    private final List<Path> hidden = new ArrayList<>();

    /**
     * What is seen from a place on.
     *
     * @param target the place
     * @param source what of the host, links resolved; null for nothing of it
     */
    private record Layer(Path target, @Nullable Path source) {}

    private Mounts() {}

    /** Everything as on the host, but for our own folders. */
    static Mounts open(OwnPlaces own) {
        Mounts mounts = new Mounts();
        mounts.add("--dev-bind", Path.of("/"), Path.of("/"));
        mounts.add("--proc", Path.of("/proc"));
        mounts.pin("--dev-bind", new Layer(Path.of("/"), Path.of("/")), own.realFolders());
        own.realFolders().forEach(mounts::hide);
        mounts.seal();
        return mounts;
    }

    /**
     * The system, read-only, and what was named.
     *
     * @param home the child's home, which is private
     * @throws ChildException where something that was named is not there, or is ours
     */
    static Mounts closed(World world, OwnPlaces own, Optional<Path> home) {
        Mounts mounts = new Mounts();
        mounts.system();
        ownHomes().forEach(mounts::hide);
        home.ifPresent(mounts::makePrivate);
        own.realShared().forEach(mounts::hide);
        mounts.grant(world, own);
        own.realFolders().forEach(mounts::hide);
        own.realFiles().forEach(mounts::hide);
        mounts.hidden.add(Path.of("/"));
        mounts.seal();
        return mounts;
    }

    List<String> arguments() {
        return arguments;
    }

    /** Whether what is there on the host is seen there. */
    boolean shows(Path path) {
        return covering(path).map(Layer::source).isPresent();
    }

    /** Whether there is anything to start in. */
    boolean has(Path path) {
        return covering(path).isPresent();
    }

    /** Whether a folder belongs to the system as a whole, or holds such. */
    static boolean isSystem(Path folder) {
        return SYSTEM.stream().anyMatch(part -> folder.startsWith(part) || part.startsWith(folder));
    }

    /** Whether a folder can be a private one: one that holds the system cannot. */
    static boolean canBePrivate(Path folder) {
        return folder.isAbsolute()
                && SYSTEM.stream().noneMatch(part -> part.startsWith(folder))
                && (!isSystem(folder) || Files.isDirectory(folder));
    }

    private void system() {
        Stream.concat(SYSTEM.stream(), MEASURES.stream())
                .filter(Files::exists)
                .forEach(part -> OwnPlaces.real(part).ifPresent(real -> add("--ro-bind", real, part)));
        OwnPlaces.real(RESOLVER).filter(real -> !shows(real)).ifPresent(real -> add("--ro-bind", real, real));
        add("--proc", Path.of("/proc"));
        add("--dev", Path.of("/dev"));
        makePrivate(TEMPORARY);
        makePrivate(Path.of("/var/tmp"));
    }

    private static List<Path> ownHomes() {
        return Stream.of(System.getenv("HOME"), System.getProperty("user.home"))
                .filter(Objects::nonNull)
                .map(Path::of)
                .filter(Mounts::canBePrivate)
                .flatMap(path -> OwnPlaces.real(path).stream())
                .distinct()
                .toList();
    }

    /** Outer ones first, so that what is said of an inner one holds. */
    private void grant(World world, OwnPlaces own) {
        Stream.concat(world.read().stream(), world.write().stream())
                .distinct()
                .sorted(Comparator.comparingInt(Path::getNameCount))
                .forEach(path -> {
                    Path real = granted(path, own);
                    if (world.write().contains(path)) {
                        pin("--bind", add("--bind", real, path), inside(world, own));
                    } else {
                        add("--ro-bind", real, path);
                    }
                    Layer layer = new Layer(path, real);
                    own.realShared().forEach(ours -> hide(ours, layer));
                });
    }

    /** All that is mounted below what may be written, as it lies on the host. */
    private static List<Path> inside(World world, OwnPlaces own) {
        Stream<Path> granted = Stream.concat(world.read().stream(), world.write().stream())
                .flatMap(path -> OwnPlaces.real(path).stream());
        Stream<Path> ours =
                Stream.of(own.realFolders(), own.realShared(), own.realFiles()).flatMap(List::stream);
        return Stream.concat(granted, ours).toList();
    }

    /**
     * Makes each folder on the way to those places a mount of its own, which cannot be renamed: else a child moved a folder above, and
     * what is mounted below would stand elsewhere at the next start.
     */
    private void pin(String option, Layer layer, List<Path> places) {
        Path source = Objects.requireNonNull(layer.source());
        places.stream()
                .flatMap(place -> Stream.iterate(
                        place.getParent(), above -> above != null && !above.equals(source), Path::getParent))
                .filter(above -> above.startsWith(source))
                .distinct()
                .sorted(Comparator.comparingInt(Path::getNameCount))
                .forEach(above -> add(option, above, layer.target().resolve(source.relativize(above))));
    }

    /**
     * A link on the way to what was named that another child could have made: it would lead to whatever our user may read. Of the
     * system's own there are links too, where none of our user's programs can write.
     */
    private static Optional<Path> foreignLink(Path path) {
        return Stream.iterate(path, part -> part.getParent() != null, Path::getParent)
                .filter(Files::isSymbolicLink)
                .filter(link -> !isSystem(link))
                .filter(link -> isOurs(link.getParent()))
                .findFirst();
    }

    private static boolean isOurs(@Nullable Path folder) {
        return folder != null && folder.getNameCount() > 0 && Files.isWritable(folder);
    }

    private static Path granted(Path path, OwnPlaces own) {
        foreignLink(path).ifPresent(link -> {
            throw new ChildException(
                    Code.OWN_PLACE,
                    "Its isolation names '" + path + "', and '" + link
                            + "' is a link that any program of the gateway's user could have made. Name the place"
                            + " that is meant"
                            + OwnPlaces.real(path)
                                    .map(real -> ", as in '" + real + "'")
                                    .orElse("") + ".");
        });
        Path real = OwnPlaces.real(path)
                .orElseThrow(() -> new ChildException(
                        Code.DIRECTORY_NOT_FOUND,
                        "There is no '" + path + "', which its isolation names. Create it, or correct \"isolation\"."));
        own.around(real).ifPresent(ours -> {
            throw new ChildException(
                    Code.OWN_PLACE,
                    "Its isolation names '" + path + "', which lies in '" + ours
                            + "', where the gateway keeps its own. Name another folder.");
        });
        if (own.realShared().contains(real)) {
            throw new ChildException(
                    Code.OWN_PLACE,
                    "Its isolation names '" + path + "', where the gateway's configuration or a key of it lies."
                            + " Name folders below it, or move what is the gateway's elsewhere.");
        }
        return real;
    }

    /** Hides what is at that place on the host, wherever it is seen. */
    private void hide(Path real) {
        List.copyOf(layers).forEach(layer -> hide(real, layer));
    }

    private void hide(Path real, Layer layer) {
        Path source = layer.source();
        if (source == null || !real.startsWith(source)) {
            return;
        }
        // Not by resolve alone: an empty path would leave a slash behind.
        Path target = real.equals(source) ? layer.target() : layer.target().resolve(source.relativize(real));
        if (!covering(target).equals(Optional.of(layer))) {
            return;
        }
        if (Files.isDirectory(real)) {
            add("--tmpfs", target);
            hidden.add(target);
        } else {
            arguments.addAll(List.of("--ro-bind", NOTHING.toString(), target.toString()));
            layers.add(new Layer(target, null));
        }
    }

    private void makePrivate(Path folder) {
        hidden.remove(folder);
        arguments.addAll(List.of("--size", PRIVATE_BYTES, "--perms", "0700"));
        add("--tmpfs", folder);
    }

    private void seal() {
        hidden.forEach(target -> arguments.addAll(List.of("--remount-ro", target.toString())));
    }

    private void add(String option, Path target) {
        arguments.addAll(List.of(option, target.toString()));
        layers.add(new Layer(target, null));
    }

    private Layer add(String option, Path source, Path target) {
        arguments.addAll(List.of(option, source.toString(), target.toString()));
        Layer layer = new Layer(target, source);
        layers.add(layer);
        return layer;
    }

    private Optional<Layer> covering(Path path) {
        return layers.reversed().stream()
                .filter(layer -> path.startsWith(layer.target()))
                .findFirst();
    }
}

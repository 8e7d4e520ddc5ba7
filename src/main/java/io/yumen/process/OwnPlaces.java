package io.yumen.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where we keep what is ours alone. Children see nothing of it, as far as their level reaches. Paths that do not exist are looked
 * for at each start anew.
 *
 * @param folders what we write ourselves (state, audit), and secrets: hidden from {@link Isolation#PROCESS} on, whatever was named, and no
 *     program in them is ever started
 * @param shared folders of the configuration and of keys, in which others may keep something too: hidden from {@link
 *     Isolation#FILES} on, but for what was named below them
 * @param files single files: hidden from {@link Isolation#FILES} on
 */
public record OwnPlaces(List<Path> folders, List<Path> shared, List<Path> files) {
    /** None. */
    public static final OwnPlaces NONE = new OwnPlaces(List.of(), List.of(), List.of());

    public OwnPlaces {
        folders = List.copyOf(folders);
        shared = List.copyOf(shared);
        files = List.copyOf(files);
    }

    /** These and that folder, which is ours alone. */
    public OwnPlaces withFolder(Path folder) {
        return new OwnPlaces(and(folders, folder), shared, files);
    }

    /** These and that file, which is ours alone wherever it lies. */
    public OwnPlaces withSecret(Path file) {
        return withFolder(file);
    }

    /** These and that file, with the folder where it lies. */
    public OwnPlaces withFile(Path file) {
        return with(file, folder -> folder.getNameCount() > 0 && !Mounts.isSystem(folder));
    }

    /** These and that file of the configuration: a folder of ours in {@code /etc}, too. */
    public OwnPlaces withConfiguration(Path file) {
        return with(file, folder -> folder.getNameCount() > 1 || !Mounts.isSystem(folder));
    }

    private OwnPlaces with(Path file, Predicate<Path> isHidden) {
        List<Path> hidden = new ArrayList<>(shared);
        Optional.ofNullable(file.toAbsolutePath().normalize().getParent())
                .filter(isHidden)
                .ifPresent(hidden::add);
        return new OwnPlaces(folders, hidden, and(files, file));
    }

    /** These and those. */
    public OwnPlaces and(OwnPlaces others) {
        List<Path> allFolders = new ArrayList<>(folders);
        allFolders.addAll(others.folders);
        List<Path> allShared = new ArrayList<>(shared);
        allShared.addAll(others.shared);
        List<Path> allFiles = new ArrayList<>(files);
        allFiles.addAll(others.files);
        return new OwnPlaces(allFolders, allShared, allFiles);
    }

    /** The folder of ours alone that a path lies in, by whatever links; empty where there is none. */
    Optional<Path> around(Path path) {
        Path real = real(path).orElse(path);
        return realFolders().stream()
                .filter(folder -> real.startsWith(folder) || path.startsWith(folder))
                .findFirst();
    }

    List<Path> realFolders() {
        return existing(folders);
    }

    List<Path> realShared() {
        return existing(shared);
    }

    List<Path> realFiles() {
        return existing(files);
    }

    /** Where a path leads, or empty where it leads nowhere. */
    static Optional<Path> real(Path path) {
        try {
            return Files.exists(path) ? Optional.of(path.toRealPath()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<Path> existing(List<Path> paths) {
        return paths.stream().flatMap(path -> real(path).stream()).distinct().toList();
    }

    private static List<Path> and(List<Path> paths, Path another) {
        List<Path> all = new ArrayList<>(paths);
        all.add(another.toAbsolutePath().normalize());
        return all;
    }
}

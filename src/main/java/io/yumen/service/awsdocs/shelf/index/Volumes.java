package io.yumen.service.awsdocs.shelf.index;

import io.yumen.service.awsdocs.shelf.DepotRefused;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index in its folder, opened anew when it failed. One that is damaged is set aside, in place of what was set aside before, and
 * another one is begun: all that was in it can be asked for again. Opened and closed by the thread that writes; read by many.
 */
final class Volumes {
    private static final Logger LOG = LoggerFactory.getLogger(Volumes.class);

    private final Path folder;
    private final IndexDepot.Damage damage;
    private final IndexLimits limits;
    private final Analyzer analyzer;
    private final Cards cards;
    private volatile @Nullable Volume open;

    /** Where it is, and what becomes of it where it is damaged. */
    record Place(Path folder, IndexDepot.Damage damage) {}

    Volumes(Place place, IndexLimits limits, Analyzer analyzer, Cards cards) {
        this.folder = place.folder();
        this.damage = place.damage();
        this.limits = limits;
        this.analyzer = analyzer;
        this.cards = cards;
    }

    /** Opens it the first time. */
    void begin() {
        try {
            reopen();
        } catch (LockObtainFailedException e) {
            throw new DepotRefused(
                    "The pages in " + folder
                            + " are in use by another process. Stop that process, or name another folder",
                    e);
        } catch (IOException e) {
            throw new DepotRefused("Pages cannot be kept in " + folder + ": " + e, e);
        }
    }

    /** The one that is open; none while it has failed. */
    Optional<Volume> current() {
        return Optional.ofNullable(open);
    }

    /** The one that is open, or else one that is opened now. */
    Volume opened() throws IOException {
        Volume now = open;
        return now == null ? reopen() : now;
    }

    @SuppressWarnings("ReferenceEquality") // The same one, and not one like it.
    boolean isOpen(Volume volume) {
        return open == volume;
    }

    /** It failed so: it is opened anew as it was committed last. */
    void renew(Throwable cause) {
        close();
        try {
            if (isDamage(cause)) {
                setAside(cause);
            }
            reopen();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("folder", folder).log("The shelf cannot be opened");
        }
    }

    /** Whether what is on the disk is not what was written. */
    static boolean isDamage(Throwable cause) {
        return cause instanceof CorruptIndexException
                || cause instanceof IndexFormatTooNewException
                || cause instanceof IndexFormatTooOldException
                || cause instanceof EOFException
                || cause instanceof NoSuchFileException
                || cause instanceof FileNotFoundException;
    }

    void close() {
        Volume last = open;
        open = null;
        if (last != null) {
            try {
                last.close();
            } catch (IOException e) {
                LOG.atWarn().setCause(e).addKeyValue("folder", folder).log("The shelf cannot be closed");
            }
        }
    }

    private Volume reopen() throws IOException {
        try {
            return load();
        } catch (IOException e) {
            if (!isDamage(e)) {
                throw e;
            }
            setAside(e);
        } catch (IllegalArgumentException e) {
            // Lucene calls the name of a format that it does not know an illegal argument.
            setAside(e);
        }
        return load();
    }

    private Volume load() throws IOException {
        Volume volume = Volume.open(folder, limits, analyzer);
        try {
            cards.replace(volume.cards());
        } catch (IOException | RuntimeException e) {
            volume.close();
            throw e;
        }
        open = volume;
        return volume;
    }

    private void setAside(Throwable cause) throws IOException {
        if (damage == IndexDepot.Damage.REFUSED) {
            throw new IOException(
                    "what is there is damaged, and stays as it is; a gateway sets it aside when it starts, and begins anew: "
                            + cause,
                    cause);
        }
        Path aside = folder.resolveSibling(folder.getFileName() + ".damaged");
        LOG.atWarn()
                .setCause(cause)
                .addKeyValue("folder", folder)
                .addKeyValue("aside", aside)
                .log("The shelf is damaged: it is set aside, and begun anew");
        delete(aside);
        if (Files.exists(folder)) {
            Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

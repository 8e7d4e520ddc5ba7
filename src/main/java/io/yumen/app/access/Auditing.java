package io.yumen.app.access;

import io.yumen.app.servers.StartException;
import io.yumen.audit.Audit;
import io.yumen.audit.AuditConfig;
import io.yumen.audit.Redaction;
import io.yumen.audit.trail.Search;
import io.yumen.audit.trail.Trail;
import io.yumen.audit.trail.TrailConfig;
import io.yumen.audit.trail.TrailLimits;
import io.yumen.config.AuditSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit of a process, as its settings say. */
public final class Auditing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Auditing.class);

    private final Optional<Trail> trail;
    private final Audit audit;

    private Auditing(Optional<Trail> trail, Audit audit) {
        this.trail = trail;
        this.audit = audit;
    }

    /**
     * Begins to record, where the settings want that and say where.
     *
     * @throws StartException where there is to be a trail, and none can be written
     */
    public static Auditing start(AuditSettings settings) {
        Path directory = path(settings.directory());
        Path key = path(settings.key());
        boolean isOff = settings.trail() == AuditSettings.Trail.OFF;
        boolean isOn = settings.trail() == AuditSettings.Trail.ON;
        if (isOff || (!isOn && (directory == null || !isWritable(directory)))) {
            requireNoSinks(settings);
            tellOff(settings, directory);
            return new Auditing(Optional.empty(), Audit.none());
        }
        if (directory == null || key == null) {
            throw new StartException("audit.trail is \"on\": audit.directory and audit.key say where");
        }
        AuditConfig recorded = auditConfig(settings);
        TrailConfig where = config(settings, directory, key);
        Trail trail = Trail.start(where, Sinks.start(settings.sinks()), InstantSource.system());
        String trouble = isOn ? trail.awaitOpened().trouble() : "";
        if (!trouble.isEmpty()) {
            trail.close();
            throw new StartException("The audit trail cannot be written: " + trouble);
        }
        return new Auditing(Optional.of(trail), new Audit(recorded, trail, InstantSource.system()));
    }

    /** Records what passes. */
    public Audit audit() {
        return audit;
    }

    /** Looks into the trails of this installation, where there is one of this process. */
    public Optional<Search> search() {
        return trail.map(open -> new Search(open.directory()));
    }

    /** How the trail fares, where there is one. */
    public Optional<Trail.Status> status() {
        return trail.map(Trail::status);
    }

    /** Writes what is still to be written. */
    @Override
    public void close() {
        trail.ifPresent(Trail::close);
    }

    private static void requireNoSinks(AuditSettings settings) {
        if (!settings.sinks().isEmpty()) {
            throw new StartException("audit.sinks get copies of the trail, and its folder cannot be written:"
                    + " audit.directory says where it is");
        }
    }

    private static TrailConfig config(AuditSettings settings, Path directory, Path key) {
        TrailLimits usual = TrailLimits.DEFAULT;
        TrailLimits limits = new TrailLimits(
                usual.commit(),
                usual.durableWait(),
                settings.queue(),
                settings.fileSize().bytes(),
                settings.fileAge(),
                settings.keepSize().bytes(),
                settings.keepFor(),
                usual.checkpoint());
        try {
            return new TrailConfig(directory, key, TrailConfig.anchorsOf(directory), limits);
        } catch (IllegalArgumentException e) {
            throw new StartException("audit: " + e.getMessage());
        }
    }

    private static AuditConfig auditConfig(AuditSettings settings) {
        try {
            return new AuditConfig(
                    AuditConfig.Scope.valueOf(settings.record().name()),
                    AuditConfig.Strictness.valueOf(settings.calls().name()),
                    AuditConfig.Strictness.valueOf(settings.orders().name()),
                    new Redaction(settings.arguments().stream()
                            .map(Redaction.Named::read)
                            .toList()));
        } catch (IllegalArgumentException e) {
            throw new StartException("audit.arguments: " + e.getMessage());
        }
    }

    private static void tellOff(AuditSettings settings, @Nullable Path directory) {
        if (settings.trail() == AuditSettings.Trail.AUTO && directory != null) {
            LOG.atWarn()
                    .addKeyValue("directory", directory)
                    .log("There is no audit trail: its folder cannot be written");
        }
    }

    /** Whether that folder is there, or can be made, and takes files. */
    private static boolean isWritable(Path directory) {
        Path there = directory.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there != null && Files.isDirectory(there) && Files.isWritable(there);
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }
}

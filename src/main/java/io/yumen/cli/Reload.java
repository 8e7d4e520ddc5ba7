package io.yumen.cli;

import io.yumen.admin.running.ConfigurationRoutes.Checked;
import io.yumen.app.Gateway;
import io.yumen.app.servers.StartException;
import io.yumen.config.ConfigException;
import io.yumen.config.GatewaySettings;
import io.yumen.config.Problem;
import io.yumen.config.file.ConfigFile;
import io.yumen.config.file.ConfigWatcher;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the configuration file while a command runs: a good change is applied, a bad one is told and changes nothing. */
final class Reload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final Optional<Path> file;
    private final @Nullable ConfigWatcher watcher;

    /** Takes the file as it is now for known; without a file there is nothing to follow. */
    Reload(Optional<Path> file) {
        this.file = file;
        this.watcher = file.map(ConfigWatcher::new).orElse(null);
    }

    /** Tells of the places of a file that its author should look at. */
    static void warn(List<Problem> warnings) {
        warnings.forEach(
                warning -> LOG.atWarn().addKeyValue("problem", warning).log("A setting may not mean what it should"));
    }

    /** Says whether that file could be used as it is now. */
    static Checked check(Path file) {
        try {
            ConfigFile.Loaded loaded = new ConfigFile(System.getenv()).load(file);
            Gateway.check(loaded.settings());
            return new Checked(true, List.of(), texts(loaded.warnings()));
        } catch (ConfigException e) {
            return new Checked(false, texts(e.problems()), texts(e.warnings()));
        } catch (StartException e) {
            return new Checked(false, List.of(file.getFileName() + ": " + e.getMessage()), List.of());
        }
    }

    /** Follows the file until this is closed. */
    void start(Follower follower) {
        if (watcher != null) {
            watcher.start(() -> file.ifPresent(changed -> reload(changed, follower)));
        }
    }

    @Override
    public void close() {
        if (watcher != null) {
            watcher.close();
        }
    }

    private static void reload(Path file, Follower follower) {
        try {
            ConfigFile.Loaded loaded = new ConfigFile(System.getenv()).load(file);
            warn(loaded.warnings());
            follower.apply(loaded.settings());
            LOG.atInfo().addKeyValue("file", file).log("The changed configuration is in force");
        } catch (ConfigException e) {
            refuse(file, texts(e.problems()), follower);
        } catch (StartException e) {
            refuse(file, List.of(file.getFileName() + ": " + e.getMessage()), follower);
        }
    }

    private static void refuse(Path file, List<String> problems, Follower follower) {
        follower.refused(problems);
        problems.forEach(
                problem -> LOG.atError().addKeyValue("problem", problem).log("The configuration has an error"));
        LOG.atError().addKeyValue("file", file).log("The changed configuration is refused; nothing has changed");
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    /** Who follows changes of the file. */
    interface Follower {
        /**
         * Makes changed settings take effect.
         *
         * @throws StartException when they cannot be used; nothing has changed then
         */
        void apply(GatewaySettings changed);

        /** Learns that the changed file is not in force, and why. */
        void refused(List<String> problems);
    }
}

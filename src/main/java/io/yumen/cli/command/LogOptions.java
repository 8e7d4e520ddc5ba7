package io.yumen.cli.command;

import io.yumen.config.LogSettings;
import io.yumen.telemetry.LogConfig;
import io.yumen.telemetry.Logs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is logged, above what a configuration says. */
public final class LogOptions {
    /** A command that does one thing and ends is not to talk of it. */
    private static final LogSettings QUIET = new LogSettings(LogSettings.Level.WARN, LogSettings.Format.TEXT);

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "What is logged: ${COMPLETION-CANDIDATES}.")
    private LogSettings.@Nullable Level level;

    @Option(names = "--log-format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}.")
    private LogSettings.@Nullable Format format;

    /** Those settings with what was given on the command line. */
    public LogSettings over(LogSettings settings) {
        return new LogSettings(level == null ? settings.level() : level, format == null ? settings.format() : format);
    }

    /** Logs as those settings and the command line say, from now on. */
    public void apply(LogSettings settings) {
        LogSettings chosen = over(settings);
        Logs.configure(new LogConfig(
                LogConfig.Level.valueOf(chosen.level().name()),
                LogConfig.Format.valueOf(chosen.format().name())));
    }

    /** Logs warnings and worse, unless the command line says otherwise. */
    public void applyQuietly() {
        apply(QUIET);
    }
}

package io.yumen.telemetry;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up logging, and changes its level while Yumen runs. */
public final class Logs {
    private static final String OURS = "io.yumen";

    private Logs() {}

    /** Replaces whatever logging was set up before. */
    public static void configure(LogConfig config) {
        configure(context(), config);
    }

    static void configure(LoggerContext context, LogConfig config) {
        context.reset();
        Encoder<ILoggingEvent> encoder = switch (config.format()) {
            case TEXT -> new TextLines();
            case JSON -> new JsonLines();
        };
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(ch.qos.logback.classic.Level.WARN);
        root.addAppender(appender);
        setLevel(context, config.level());
    }

    /** Of our own loggers; libraries stay at warnings. */
    private static void setLevel(LoggerContext context, LogConfig.Level level) {
        context.getLogger(OURS).setLevel(ch.qos.logback.classic.Level.toLevel(level.name()));
    }

    /** The level of our own loggers. */
    public static LogConfig.Level level() {
        String name = context().getLogger(OURS).getEffectiveLevel().toString();
        return LogConfig.Level.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}

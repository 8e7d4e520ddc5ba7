package io.yumen.cli;

import io.yumen.app.servers.StartException;
import io.yumen.cli.access.ApprovalsCommand;
import io.yumen.cli.access.ExplainCommand;
import io.yumen.cli.access.KeyCommand;
import io.yumen.cli.access.PolicyCommand;
import io.yumen.cli.access.UserCommand;
import io.yumen.cli.audit.AuditCommand;
import io.yumen.cli.cache.CacheCommand;
import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.LogOptions;
import io.yumen.cli.file.AddCommand;
import io.yumen.cli.file.CheckCommand;
import io.yumen.cli.file.DisableCommand;
import io.yumen.cli.file.EnableCommand;
import io.yumen.cli.file.ImportCommand;
import io.yumen.cli.file.ListCommand;
import io.yumen.cli.file.RemoveCommand;
import io.yumen.cli.file.SchemaCommand;
import io.yumen.cli.lockdown.LockdownCommand;
import io.yumen.cli.pins.PinsCommand;
import io.yumen.cli.server.BackupCommand;
import io.yumen.cli.server.CallCommand;
import io.yumen.cli.server.DoctorCommand;
import io.yumen.cli.server.LogsCommand;
import io.yumen.cli.server.RestartCommand;
import io.yumen.cli.server.RestoreCommand;
import io.yumen.cli.server.StartCommand;
import io.yumen.cli.server.StatusCommand;
import io.yumen.cli.server.StopCommand;
import io.yumen.cli.server.ToolsCommand;
import io.yumen.cli.state.StateCommand;
import io.yumen.config.ConfigException;
import io.yumen.config.file.ConfigFile;
import io.yumen.store.StoreException;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/** The entry point: {@code yumen COMMAND}. */
@Command(
        name = "yumen",
        description = "One guarded MCP endpoint for everything an AI assistant may touch.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.VersionProvider.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; standard error says why",
            "2:called wrongly",
            "3:no gateway answers",
            "4:status only: the gateway is not ready, or the server takes no requests",
            "5:audit verify only: a record is not as it was written"
        })
public final class Main implements Runnable {
    /** Each is named after its class: {@code ServeCommand} is {@code yumen serve}. */
    private static final List<Class<?>> COMMANDS = List.of(
            ServeCommand.class,
            StdioCommand.class,
            ConnectCommand.class,
            EverythingCommand.class,
            CheckCommand.class,
            ListCommand.class,
            AddCommand.class,
            RemoveCommand.class,
            EnableCommand.class,
            DisableCommand.class,
            ImportCommand.class,
            ToolsCommand.class,
            CallCommand.class,
            StatusCommand.class,
            StartCommand.class,
            StopCommand.class,
            RestartCommand.class,
            LogsCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            StateCommand.class,
            DoctorCommand.class,
            SchemaCommand.class,
            KeyCommand.class,
            LockdownCommand.class,
            ExplainCommand.class,
            UserCommand.class,
            ApprovalsCommand.class,
            PinsCommand.class,
            CacheCommand.class,
            PolicyCommand.class,
            AuditCommand.class);

    /**
     * Runs a command and ends the process with its exit code. What reading a configuration needs of Java and the libraries is
     * loaded beside the reading of the command line, for they take about as long.
     */
    public static void main(String[] arguments) {
        Thread.ofPlatform().daemon().name("early").start(ConfigFile::defaults);
        new LogOptions().applyQuietly();
        System.exit(run(arguments));
    }

    /** Runs a command and returns its exit code. */
    static int run(String... arguments) {
        return commandLine(arguments)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setDefaultValueProvider(new EnvironmentDefaults(System.getenv()))
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command))
                .execute(arguments);
    }

    /** Reading what a command takes costs a start as much as opening its port does, so only the command that is named is read. */
    static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        List<Class<?>> named = COMMANDS.stream()
                .filter(command -> arguments.length > 0 && isNamed(command, arguments[0]))
                .toList();
        if (named.isEmpty()) {
            COMMANDS.forEach(line::addSubcommand);
            line.addSubcommand(HelpCommand.class);
        } else {
            line.addSubcommand(named.getFirst());
        }
        return line;
    }

    private static boolean isNamed(Class<?> command, String name) {
        return command.getSimpleName().equalsIgnoreCase(name + "Command");
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /** A failure that its user can mend is told without a stack trace; any other is a bug of ours. */
    private static int report(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof CommandFailed failed) {
            command.getErr().println(failed.getMessage());
            return failed.exitCode();
        }
        if (failure instanceof ConfigException
                || failure instanceof StartException
                || failure instanceof StoreException) {
            command.getErr().println(failure.getMessage());
            return ExitCode.FAILED;
        }
        if (failure instanceof UncheckedIOException) {
            command.getErr().println(failure.getMessage() + ": " + failure.getCause());
            return ExitCode.FAILED;
        }
        throw failure;
    }

    /** Says which version this is. */
    static final class VersionProvider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"yumen " + io.yumen.telemetry.Version.text()};
        }
    }
}

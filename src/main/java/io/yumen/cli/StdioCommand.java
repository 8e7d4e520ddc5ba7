package io.yumen.cli;

import io.yumen.app.Pipe;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.Demo;
import io.yumen.cli.command.ExitCode;
import io.yumen.config.GatewaySettings;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code yumen stdio}: serves one client over standard input and output. */
@Command(
        name = "stdio",
        description = {
            "Serve one MCP client over standard input and output; ends when the input ends.",
            "Without a configuration it offers the built-in everything server."
        })
final class StdioCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        GatewaySettings settings = config.load();
        Pipe.serve(
                config.existing().isPresent() ? settings : Demo.of(settings),
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out));
        return ExitCode.OK;
    }
}

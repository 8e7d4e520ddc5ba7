package io.yumen.cli;

import io.yumen.app.Pipe;
import io.yumen.app.ServiceFace;
import io.yumen.cli.command.ExitCode;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code yumen everything}: runs the demonstration server as a server of its own. */
@Command(
        name = "everything",
        description = "Run the server that shows every feature of the protocol, as a process of its own.")
final class EverythingCommand implements Callable<Integer> {

    @ArgGroup(multiplicity = "1")
    private Wire wire = new Wire();

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Override
    public Integer call() throws InterruptedException {
        GatewaySettings settings = listen.applyTo(ConfigFile.defaults());
        if (wire.stdio && !wire.http) {
            Pipe.serveEverything(
                    settings, new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
            return ExitCode.OK;
        }
        ServiceFace face = ServiceFace.start(settings);
        System.out.println(face.endpoint());
        Ending.await(face::close);
        return ExitCode.OK;
    }

    /** How it is reached. */
    private static final class Wire {
        @Option(names = "--stdio", description = "Over standard input and output.")
        private boolean stdio;

        @Option(names = "--http", description = "Over HTTP, on a loopback address.")
        private boolean http;
    }
}

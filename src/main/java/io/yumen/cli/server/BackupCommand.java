package io.yumen.cli.server;

import io.yumen.app.access.State;
import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.RunningGateway;
import io.yumen.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code yumen backup}: copies the state to a file, also while a gateway uses it. */
@Command(
        name = "backup",
        description = {
            "Copy what the gateway remembers to a file, also while it runs; the file is read back before it counts.",
            "The key that seals secrets (the master key) is not in it: keep a copy of that in another place."
        })
public final class BackupCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "FILE", description = "The file to write.")
    private Path file = Path.of("");

    @Option(names = "--force", description = "Replace the file where there is one.")
    private boolean force;

    @Override
    public Integer call() throws InterruptedException {
        if (Files.exists(file) && !force) {
            throw new CommandFailed(file + " exists; --force replaces it");
        }
        Path folder = State.folder(config.load().state()).toAbsolutePath();
        if (!State.exists(folder)) {
            throw new CommandFailed("There is no state in " + folder + ": nothing to back up");
        }
        Path partial = file.toAbsolutePath().resolveSibling(file.getFileName() + ".partial");
        try {
            Files.deleteIfExists(partial);
            write(folder, partial);
            long entries = State.check(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            System.out.println("Wrote " + file + ": " + entries + " entries of " + folder);
            System.out.println("What is sealed in it opens only with the master key (master.key in " + folder
                    + ", where it comes from nowhere else): keep a copy of that in another place.");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        } finally {
            remove(partial);
        }
        return ExitCode.OK;
    }

    private void write(Path folder, Path partial) throws IOException, InterruptedException {
        try {
            State.backup(folder, partial);
        } catch (StoreException e) {
            if (e.code() != StoreException.Code.IN_USE) {
                throw e;
            }
            Files.move(ordered(folder, e), partial);
        }
    }

    /** Has the gateway that uses the state write it, into the folder that only who may read the state can read. */
    private static Path ordered(Path folder, StoreException inUse) throws InterruptedException {
        OptionalLong holder = State.holder(folder);
        Optional<RunningGateway> gateway =
                holder.isPresent() ? RunningGateway.of(holder.getAsLong()) : Optional.empty();
        if (gateway.isEmpty()) {
            throw inUse;
        }
        return Path.of(gateway.get()
                .call()
                .post("/api/v1/state/backup", JsonNodeFactory.instance.objectNode())
                .path("file")
                .asString(""));
    }

    private static void remove(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            System.err.println("Cannot remove " + partial + ": " + e);
        }
    }
}

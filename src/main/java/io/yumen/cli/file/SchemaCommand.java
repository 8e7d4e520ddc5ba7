package io.yumen.cli.file;

import io.yumen.cli.command.ExitCode;
import io.yumen.config.file.SchemaWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code yumen schema}: prints the JSON Schema of the configuration. */
@Command(name = "schema", description = "Print the JSON Schema of the configuration file.")
public final class SchemaCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.println(SchemaWriter.schema().toPrettyString());
        return ExitCode.OK;
    }
}

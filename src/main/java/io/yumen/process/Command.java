package io.yumen.process;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to run: a program and its arguments, passed to it as they are. No shell sees them.
 *
 * @param program a name to look up on the child's {@code PATH}, or a path (relative ones start at {@code directory})
 * @param arguments what follows the program's name
 * @param directory where the child starts; null for our own working directory
 * @param environment which variables the child sees
 * @param isolation how the child is kept from outliving us
 */
public record Command(
        String program,
        List<String> arguments,
        @Nullable Path directory,
        Environment environment,
        Isolation isolation) {

    /** @throws IllegalArgumentException if the program is blank, or a NUL character is in it or in an argument */
    public Command {
        if (program.isBlank()) {
            throw new IllegalArgumentException("A command needs a program");
        }
        arguments = List.copyOf(arguments);
        if (program.indexOf('\0') >= 0 || arguments.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("A command cannot contain NUL characters");
        }
    }

    /**
     * Returns this program and arguments with the safe environment, in our working directory, under {@link
     * Isolation#AUTO}.
     */
    public static Command of(String program, String... arguments) {
        return new Command(program, List.of(arguments), null, Environment.SAFE, Isolation.AUTO);
    }

    public Command in(Path newDirectory) {
        return new Command(program, arguments, newDirectory, environment, isolation);
    }

    public Command with(Environment newEnvironment) {
        return new Command(program, arguments, directory, newEnvironment, isolation);
    }

    public Command with(Isolation newIsolation) {
        return new Command(program, arguments, directory, environment, newIsolation);
    }

    /** Names the program only: arguments may carry secrets. */
    @Override
    public String toString() {
        return "Command[" + program + ", " + arguments.size() + " arguments, " + isolation + "]";
    }
}

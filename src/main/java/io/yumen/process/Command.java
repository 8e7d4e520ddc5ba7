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
 * @param world what it has of the machine
 */
public record Command(
        String program, List<String> arguments, @Nullable Path directory, Environment environment, World world) {

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
     * Returns this program and arguments with the safe environment, in our working directory, in the {@linkplain
     * World#USUAL usual} world.
     */
    public static Command of(String program, String... arguments) {
        return new Command(program, List.of(arguments), null, Environment.SAFE, World.USUAL);
    }

    public Command in(Path newDirectory) {
        return new Command(program, arguments, newDirectory, environment, world);
    }

    public Command with(Environment newEnvironment) {
        return new Command(program, arguments, directory, newEnvironment, world);
    }

    public Command with(World newWorld) {
        return new Command(program, arguments, directory, environment, newWorld);
    }

    /** The same at that level and none lower. */
    public Command with(Isolation isolation) {
        return with(World.at(isolation));
    }

    /** Names the program only: arguments may carry secrets. */
    @Override
    public String toString() {
        return "Command[" + program + ", " + arguments.size() + " arguments, " + world.isolation() + "]";
    }
}

package io.yumen.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes the value of an option that is not given from the environment: {@code --log-level} from {@code YUMEN_LOG_LEVEL}. Only
 * of options that mean the same in every command.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
    private static final Set<String> OPTIONS = Set.of("--config", "--address", "--port", "--log-level", "--log-format");

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !OPTIONS.contains(option.longestName())) {
            return null;
        }
        String name = option.longestName().replaceFirst("^--", "").replace('-', '_');
        return environment.get("YUMEN_" + name.toUpperCase(Locale.ROOT));
    }
}

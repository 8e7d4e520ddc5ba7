package io.yumen.config.file;

import java.util.Map;
import java.util.Optional;

/** Where the values of variables come from: the environment of the process, and a {@code .env} file beside the configuration. */
@FunctionalInterface
public interface Variables {
    /** Seals the state, and is for nothing else: no configuration can hand it to a server. */
    String MASTER_KEY = "YUMEN_MASTER_KEY";

    Optional<String> get(String name);

    /** The variables of this process first, then those of the file. */
    static Variables of(Map<String, String> environment, Map<String, String> dotEnv) {
        return name -> name.equals(MASTER_KEY)
                ? Optional.empty()
                : Optional.ofNullable(environment.get(name)).or(() -> Optional.ofNullable(dotEnv.get(name)));
    }
}

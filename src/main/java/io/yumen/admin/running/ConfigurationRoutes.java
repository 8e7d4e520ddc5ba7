package io.yumen.admin.running;

import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Reach;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.schema.Doc;
import io.yumen.tenant.Roles;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether the configuration is in force, and whether its file, as it is now, could be. What the file says is never shown, and none can be
 * sent: servers are commands, and those come from files of the operator alone.
 */
public final class ConfigurationRoutes {
    private static final Failure NO_FILE =
            new Failure(404, "no_file", "This gateway was started without a configuration file");

    private final Supplier<List<String>> problems;
    private final Supplier<Optional<Checked>> check;

    /**
     * Routes to that configuration.
     *
     * @param problems why the file is not in force; none where it is
     * @param check reads the file anew; empty where there is none
     */
    public ConfigurationRoutes(Supplier<List<String>> problems, Supplier<Optional<Checked>> check) {
        this.problems = problems;
        this.check = check;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get(
                                "/configuration",
                                Reach.EVERYTHING,
                                "Says whether the configuration is in force as its file says")
                        .roles(Roles.OPERATOR, Roles.MONITOR)
                        .answers(Configuration.class)
                        .does(call -> Reply.of(now())),
                Route.post(
                                "/configuration/check",
                                Reach.EVERYTHING,
                                "Reads the file anew and says whether it could be used; changes nothing")
                        .roles(Roles.OPERATOR)
                        .answers(Checked.class)
                        .fails(NO_FILE)
                        .does(call -> check.get().map(Reply::of).orElseGet(() -> Reply.of(NO_FILE))));
    }

    /** How the configuration fares. */
    record Configuration(
            boolean inForce,

            @Doc("Why the file, as it was read last, is not in force; each with its line")
            List<String> problems) {}

    /** What a check found. */
    public record Checked(
            @Doc("Whether the file could be used") boolean good,
            @Doc("Why it could not be, each with its line") List<String> problems,

            @Doc("What may not mean what it should, each with its line")
            List<String> warnings) {
        public Checked {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }

    private Configuration now() {
        List<String> found = problems.get();
        return new Configuration(found.isEmpty(), found);
    }
}

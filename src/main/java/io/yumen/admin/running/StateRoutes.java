package io.yumen.admin.running;

import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Reach;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.schema.Doc;
import io.yumen.tenant.Roles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What administrators order of the state: a backup in the directory of the state. It hands out no content, so that only who may read
 * that directory gets it.
 */
public final class StateRoutes {
    private final Optional<Supplier<Path>> backup;

    /**
     * What orders lead to.
     *
     * @param backup makes a backup, and says where it is; empty where there is no state
     */
    public StateRoutes(Optional<Supplier<Path>> backup) {
        this.backup = backup;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(Route.post(
                        "/state/backup",
                        Reach.EVERYTHING,
                        "Makes a backup of the state in its own folder, and says where")
                .roles(Roles.ADMIN)
                .answers(Backup.class)
                .fails(Failure.NO_ACCESS)
                .does(call -> backup.map(made -> Reply.of(new Backup(made.get().toString())))
                        .orElseGet(() -> Reply.of(Failure.NO_ACCESS))));
    }

    /** A backup that was made. */
    record Backup(
            @Doc("Where it is, on the machine of the gateway")
            String file) {}
}

package io.yumen.admin;

import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.store.StoreException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What operators order of the state: {@code POST /api/v1/state/backup} with a JSON body has a backup made in the directory of the
 * state and says where. It hands out no content, so that only who may read that directory gets it. For programs of this machine
 * only ({@link LocalOnly}).
 */
public final class StateRoutes implements HttpHandler {
    private static final String BACKUP = "/api/v1/state/backup";

    private final Supplier<Path> backup;
    private final HttpHandler guarded = new LocalOnly(this::route);

    /**
     * What orders lead to.
     *
     * @param backup makes a backup, and says where it is
     */
    public StateRoutes(Supplier<Path> backup) {
        this.backup = backup;
    }

    /** Whether that path is one of ours. */
    public static boolean serves(String path) {
        return path.equals(BACKUP);
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        guarded.handle(request, response);
    }

    private void route(HttpRequest request, HttpResponse response) {
        if (!request.method().equals("POST")) {
            Answers.methodNotAllowed(response, "POST");
            return;
        }
        if (!Answers.hasJson(request, response)) {
            return;
        }
        try {
            Answers.json(
                    response,
                    Answers.OK,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("file", backup.get().toString()));
        } catch (StoreException e) {
            Answers.failure(
                    response,
                    Answers.UNAVAILABLE,
                    "state_" + e.code().name().toLowerCase(Locale.ROOT),
                    String.valueOf(e.getMessage()));
        }
    }
}

package io.yumen.app;

import io.yumen.app.access.State;
import io.yumen.auth.approval.Approvals;
import io.yumen.oauth.MemoryShelf;
import io.yumen.oauth.Vault;
import io.yumen.secret.Sealer;
import io.yumen.store.KeyValues;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a core remembers.
 *
 * @param vault the rights at servers
 * @param approvals calls that wait for a person, where there may be any
 * @param pins what servers said of themselves
 * @param sealer seals what services give to clients
 * @param isolated whether the server of a name is cut off
 * @param end runs when it is not needed any more
 */
record Memory(
        Vault vault,
        Optional<Approvals> approvals,
        KeyValues pins,
        Sealer sealer,
        Predicate<String> isolated,
        Runnable end) {
    /** One that ends with the process. */
    static Memory ofProcess() {
        return pinning(State.valuesOfProcess(), () -> {});
    }

    /** The same, but for the pins. */
    static Memory pinning(KeyValues pins, Runnable end) {
        return new Memory(
                new Vault(new MemoryShelf(), Sealer.ephemeral()),
                Optional.empty(),
                pins,
                Sealer.ephemeral(),
                server -> false,
                end);
    }
}

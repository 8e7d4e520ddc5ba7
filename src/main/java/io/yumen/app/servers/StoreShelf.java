package io.yumen.app.servers;

import io.yumen.oauth.Shelf;
import io.yumen.store.Entry;
import io.yumen.store.Folder;
import io.yumen.store.KeyValues;
import io.yumen.store.SealedFolder;
import io.yumen.store.Space;
import io.yumen.store.StoreException;
import io.yumen.store.Value;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shelf in the gateway's state: what lies there survives a start. Where the state cannot be used, a user has to log in once
 * more; that is no reason to fail a call.
 */
public record StoreShelf(KeyValues values) implements Shelf {
    private static final Logger LOG = LoggerFactory.getLogger(StoreShelf.class);
    private static final Folder FOLDER = Space.CREDENTIALS.ofGateway();

    /** What lies here. */
    public static final SealedFolder SEALED = new SealedFolder(
            "logins at servers", "rights at servers", FOLDER, UnaryOperator.identity(), SealedFolder.WHOLE);

    @Override
    public Optional<String> get(String key) {
        try {
            return values.get(FOLDER.key(key)).map(Entry::text);
        } catch (StoreException e) {
            tell(e);
            return Optional.empty();
        }
    }

    @Override
    public void put(String key, String sealed) {
        try {
            values.put(FOLDER.key(key), Value.of(sealed));
        } catch (StoreException e) {
            tell(e);
        }
    }

    @Override
    public void remove(String key) {
        try {
            values.remove(FOLDER.key(key));
        } catch (StoreException e) {
            tell(e);
        }
    }

    private static void tell(StoreException e) {
        LOG.atWarn().addKeyValue("reason", e.getMessage()).log("Rights at servers are not kept");
    }
}

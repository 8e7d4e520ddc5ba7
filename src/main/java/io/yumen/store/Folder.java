package io.yumen.store;

import io.yumen.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where keys lie: {@code Space.GRANTS.in(tenant).below(user)}. Made from a {@link Space}.
 *
 * @param space whose it is
 * @param tenant whose data it holds, or empty for what belongs to the gateway itself
 * @param names the names that lead to it, the outermost first; any text that is not empty
 */
public record Folder(Space space, Optional<TenantId> tenant, List<String> names) {
    public Folder {
        names = List.copyOf(names);
        names.forEach(KeyText::require);
    }

    /** A folder in this one. */
    public Folder below(String name) {
        return new Folder(
                space, tenant, Stream.concat(names.stream(), Stream.of(name)).toList());
    }

    /** A key in this folder. */
    public Key key(String name) {
        return new Key(this, name);
    }

    /** Whether that key lies in this folder or in one below it. */
    public boolean holds(Key key) {
        return key.text().startsWith(text());
    }

    /** How it is written: every key in it or below it begins so, and no other key does. ASCII, and ends in a slash. */
    public String text() {
        return KeyText.of(this);
    }

    @Override
    public String toString() {
        return text();
    }
}

package io.yumen.service.browser.registry;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.store.Entry;
import io.yumen.store.Folder;
import io.yumen.store.Key;
import io.yumen.store.KeyValues;
import io.yumen.store.Page;
import io.yumen.store.Space;
import io.yumen.store.Value;
import io.yumen.store.Written;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The browsers in the store: each under its user, with two claims that make its address and its own id belong to it alone. A claim that
 * leads to no browser that it fits (the process ended between two writes) is anybody's.
 */
final class Deeds {
    private static final Folder ADDRESSES = Space.BROWSERS.ofGateway().below("at");
    private static final Folder IDS = Space.BROWSERS.ofGateway().below("id");
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    private final KeyValues values;

    Deeds(KeyValues values) {
        this.values = values;
    }

    Optional<RegisteredBrowser> find(Principal owner, String name) {
        return RegisteredBrowser.isName(name) ? read(key(owner.tenant(), owner.name(), name)) : Optional.empty();
    }

    List<RegisteredBrowser> list(Principal owner, int most) {
        return list(folder(owner.tenant(), owner.name()), most);
    }

    private List<RegisteredBrowser> list(Folder folder, int most) {
        List<RegisteredBrowser> found = new ArrayList<>();
        Page page = values.list(folder, most);
        page.entries().forEach(entry -> found.add(BrowserRecord.read(entry.text())));
        return found;
    }

    /** Whether address or id are those of another browser. */
    boolean isTaken(RegisteredBrowser browser) {
        return isOthers(addressKey(browser.url()), browser) || isOthers(idKey(browser.browserId()), browser);
    }

    /** Writes it; false where address, id or name are taken. */
    boolean create(RegisteredBrowser browser) {
        if (!claim(addressKey(browser.url()), browser)) {
            return false;
        }
        if (!claim(idKey(browser.browserId()), browser)) {
            values.remove(addressKey(browser.url()));
            return false;
        }
        if (values.create(key(browser), Value.of(BrowserRecord.text(browser))) instanceof Written.Stored) {
            return true;
        }
        values.remove(addressKey(browser.url()));
        values.remove(idKey(browser.browserId()));
        return false;
    }

    /** The browser was started anew and calls itself otherwise; empty where that is another's. */
    Optional<RegisteredBrowser> seenAs(RegisteredBrowser browser, String browserId) {
        if (browser.browserId().equals(browserId)) {
            return Optional.of(browser);
        }
        Optional<Entry> entry = values.get(key(browser));
        RegisteredBrowser seen = browser.seenAs(browserId);
        if (entry.isEmpty() || !claim(idKey(browserId), seen)) {
            return Optional.empty();
        }
        if (values.replace(key(browser), entry.get().version(), Value.of(BrowserRecord.text(seen)))
                instanceof Written.Stored) {
            values.remove(idKey(browser.browserId()));
            return Optional.of(seen);
        }
        return Optional.empty();
    }

    /** Gives it another name; false where its user has one of that name. */
    boolean rename(RegisteredBrowser browser, String name) {
        RegisteredBrowser renamed = browser.named(name);
        if (!(values.create(key(renamed), Value.of(BrowserRecord.text(renamed))) instanceof Written.Stored)) {
            return false;
        }
        values.put(addressKey(browser.url()), Value.of(claimText(renamed)));
        values.put(idKey(browser.browserId()), Value.of(claimText(renamed)));
        values.remove(key(browser));
        return true;
    }

    boolean remove(RegisteredBrowser browser) {
        boolean removed = values.remove(key(browser));
        if (removed) {
            values.remove(addressKey(browser.url()));
            values.remove(idKey(browser.browserId()));
        }
        return removed;
    }

    private boolean claim(Key key, RegisteredBrowser browser) {
        Value mine = Value.of(claimText(browser));
        return switch (values.create(key, mine)) {
            case Written.Stored stored -> true;
            case Written.Conflict conflict -> {
                Optional<Entry> present = conflict.present();
                boolean isFree = present.isPresent() && !isOthers(present.get(), browser);
                yield isFree && values.replace(key, present.get().version(), mine) instanceof Written.Stored;
            }
        };
    }

    private boolean isOthers(Key key, RegisteredBrowser browser) {
        return values.get(key).filter(entry -> isOthers(entry, browser)).isPresent();
    }

    private boolean isOthers(Entry claim, RegisteredBrowser browser) {
        JsonNode tree = CODEC.read(claim.text().getBytes(StandardCharsets.UTF_8));
        Optional<RegisteredBrowser> holder = read(key(
                new TenantId(tree.path("tenant").asString("")),
                tree.path("user").asString(""),
                tree.path("name").asString("")));
        return holder.filter(one ->
                        claim.key().equals(addressKey(one.url())) || claim.key().equals(idKey(one.browserId())))
                .filter(one -> !key(one).equals(key(browser)))
                .isPresent();
    }

    private Optional<RegisteredBrowser> read(Key key) {
        return values.get(key).map(entry -> BrowserRecord.read(entry.text()));
    }

    private static String claimText(RegisteredBrowser browser) {
        return JsonCodec.text(JsonNodeFactory.instance
                .objectNode()
                .put("tenant", browser.tenant().value())
                .put("user", browser.user())
                .put("name", browser.name()));
    }

    private static Key addressKey(BrowserUrl url) {
        return ADDRESSES.key(url.toString());
    }

    private static Key idKey(String browserId) {
        return IDS.key(browserId);
    }

    private static Key key(RegisteredBrowser browser) {
        return key(browser.tenant(), browser.user(), browser.name());
    }

    private static Key key(TenantId tenant, String user, String name) {
        return folder(tenant, user).key(name);
    }

    private static Folder folder(TenantId tenant, String user) {
        return Space.BROWSERS.in(tenant).below(user);
    }
}

package io.yumen.store;

import io.yumen.tenant.TenantId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How keys are written: {@code space/@tenant/name/name}, with {@code -} in the tenant's place for the gateway itself. Names are
 * percent-encoded but for letters, digits and {@code . _ ~ : -}, so that a slash always parts two of them.
 */
final class KeyText {
    private static final String GATEWAY = "-";
    private static final String TENANT = "@";
    private static final String PLAIN = "._~:-";

    private KeyText() {}

    static void require(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A name in a key is not empty");
        }
        Value.requireWellFormed(name);
    }

    static String of(Folder folder) {
        String tenant = folder.tenant()
                .map(TenantId::value)
                .map(value -> TENANT + escape(value))
                .orElse(GATEWAY);
        StringBuilder text = new StringBuilder(folder.space().text())
                .append('/')
                .append(tenant)
                .append('/');
        for (String name : folder.names()) {
            text.append(escape(name)).append('/');
        }
        return text.toString();
    }

    static Key parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length < 3 || !(parts[1].startsWith(TENANT) || parts[1].equals(GATEWAY))) {
            throw new IllegalArgumentException("Not a key: " + text);
        }
        Optional<TenantId> tenant = parts[1].equals(GATEWAY)
                ? Optional.empty()
                : Optional.of(new TenantId(unescape(parts[1].substring(TENANT.length()))));
        List<String> names = Arrays.stream(parts).skip(2).map(KeyText::unescape).toList();
        Space space = Space.valueOf(parts[0].toUpperCase(Locale.ROOT));
        return new Key(new Folder(space, tenant, names.subList(0, names.size() - 1)), names.getLast());
    }

    static String escape(String name) {
        StringBuilder escaped = new StringBuilder(name.length());
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(octet)) {
                escaped.append((char) octet);
            } else {
                escaped.append(String.format(Locale.ROOT, "%%%02X", octet));
            }
        }
        return escaped.toString();
    }

    private static boolean isPlain(byte octet) {
        return octet > 0 && (Character.isLetterOrDigit(octet) || PLAIN.indexOf(octet) >= 0);
    }

    private static String unescape(String escaped) {
        return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
    }
}

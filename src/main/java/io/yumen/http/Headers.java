package io.yumen.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Header fields in their order: names are case-insensitive and may repeat. Immutable.
 *
 * <p>A name or value that could break the message apart (CR, LF, NUL, other control characters, characters beyond
 * Latin-1) is an {@link IllegalArgumentException} here, so that nothing later can inject a header.
 */
public final class Headers {
    private static final Headers NONE = new Headers(new String[0]);

    private final String[] fields;

    private Headers(String[] fields) {
        this.fields = fields;
    }

    /** No fields. */
    public static Headers none() {
        return NONE;
    }

    /** Fields from name, value, name, value and so on. */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("Header names and values must come in pairs");
        }
        for (int i = 0; i < namesAndValues.length; i += 2) {
            check(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Headers(namesAndValues.clone());
    }

    /**
     * Fields whose characters a parser has checked already; takes the array over.
     *
     * @param namesAndValues name, value, name, value; never touched again by the caller
     */
    public static Headers parsed(String[] namesAndValues) {
        return new Headers(namesAndValues);
    }

    /** The first value under this name. */
    public Optional<String> first(String name) {
        return Optional.ofNullable(find(name));
    }

    /** The first value under this name, or null: {@link #first} without the allocation. */
    public @Nullable String find(String name) {
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                return fields[i + 1];
            }
        }
        return null;
    }

    /** All values under this name, in their order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(2);
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                values.add(fields[i + 1]);
            }
        }
        return List.copyOf(values);
    }

    /** Whether a field of this name exists. */
    public boolean has(String name) {
        return find(name) != null;
    }

    /** Whether one of the comma-separated elements under this name is this token, in any case. */
    public boolean hasToken(String name, String token) {
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name) && listHas(fields[i + 1], token)) {
                return true;
            }
        }
        return false;
    }

    /** These fields and one more at the end. */
    public Headers with(String name, String value) {
        check(name, value);
        String[] more = Arrays.copyOf(fields, fields.length + 2);
        more[fields.length] = name;
        more[fields.length + 1] = value;
        return new Headers(more);
    }

    /** These fields followed by the others. */
    public Headers with(Headers others) {
        String[] both = Arrays.copyOf(fields, fields.length + others.fields.length);
        System.arraycopy(others.fields, 0, both, fields.length, others.fields.length);
        return new Headers(both);
    }

    /** These fields less all of this name. */
    public Headers without(String name) {
        List<String> kept = new ArrayList<>(fields.length);
        for (int i = 0; i < fields.length; i += 2) {
            if (!fields[i].equalsIgnoreCase(name)) {
                kept.add(fields[i]);
                kept.add(fields[i + 1]);
            }
        }
        return new Headers(kept.toArray(String[]::new));
    }

    /** Calls with each name and value, in their order. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < fields.length; i += 2) {
            action.accept(fields[i], fields[i + 1]);
        }
    }

    /** The number of fields. */
    public int size() {
        return fields.length / 2;
    }

    /** The name of the field at this position. */
    public String nameAt(int index) {
        return fields[2 * index];
    }

    /** The value of the field at this position. */
    public String valueAt(int index) {
        return fields[2 * index + 1];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers headers && Arrays.equals(fields, headers.fields);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fields);
    }

    /** The names only: values may be credentials. */
    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        forEach((name, value) -> names.add(name));
        return names.toString();
    }

    private static void check(String name, String value) {
        if (!HttpSyntax.isToken(name)) {
            throw new IllegalArgumentException("Not a header name: \"" + printable(name) + '"');
        }
        if (!HttpSyntax.isFieldValue(value)) {
            throw new IllegalArgumentException("The value of header " + name + " has a character that HTTP forbids");
        }
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static boolean listHas(String list, String token) {
        int start = 0;
        while (start <= list.length()) {
            int comma = list.indexOf(',', start);
            int end = comma < 0 ? list.length() : comma;
            if (list.substring(start, end).trim().equalsIgnoreCase(token)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }
}

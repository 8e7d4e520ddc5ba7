package io.yumen.config.file;

import io.yumen.config.BadSetting;
import io.yumen.config.Setting;
import io.yumen.config.file.Located.Member;
import io.yumen.config.file.Located.Position;
import io.yumen.protocol.Nearest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of located JSON, by the records' own components: their names are the keys, {@link Setting#fallback} what
 * is taken where a key is missing. Every problem is collected; the binder never stops at the first.
 */
final class Binder {
    private final Problems problems;

    Binder(Problems problems) {
        this.problems = problems;
    }

    /** Makes a record; what is wrong is added to the problems, and the record is then not to be used. */
    <T extends Record> Optional<T> bind(Class<T> type, Located value, String path) {
        Setting.Word word = type.getAnnotation(Setting.Word.class);
        if (word != null && value instanceof Located.Text text) {
            return fill(type, new Located.Obj(text.at(), Map.of(word.value(), new Member(text.at(), text))), path);
        }
        if (!(value instanceof Located.Obj object)) {
            wrongKind(value, path, "an object");
            return Optional.empty();
        }
        reportUnknownKeys(type, object, path);
        return fill(type, object, path);
    }

    private <T extends Record> Optional<T> fill(Class<T> type, Located.Obj object, String path) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        boolean complete = true;
        for (int i = 0; i < components.length; i++) {
            Bound bound = component(components[i], object, path);
            complete &= bound.good();
            arguments[i] = bound.value();
        }
        return complete ? construct(type, arguments, object, path) : Optional.empty();
    }

    private void reportUnknownKeys(Class<? extends Record> type, Located.Obj object, String path) {
        List<String> known = keys(type);
        object.members().forEach((key, member) -> {
            if (key.startsWith("$") || known.contains(key)) {
                return;
            }
            String advice = Nearest.to(key, known)
                    .map(nearest -> "; did you mean \"" + nearest + "\"?")
                    .orElse("; known keys are " + String.join(", ", known));
            if (type.isAnnotationPresent(Setting.Lenient.class)) {
                problems.warning(member.at(), join(path, key), "This key is not known and is ignored" + advice);
            } else {
                problems.error(member.at(), join(path, key), "This key is not known" + advice);
            }
        });
    }

    private Bound component(RecordComponent component, Located.Obj object, String path) {
        if (component.isAnnotationPresent(Setting.Inline.class)) {
            return Bound.ofOptional(fill(component.getType().asSubclass(Record.class), object, path));
        }
        Member member = object.members().get(component.getName());
        String memberPath = join(path, component.getName());
        if (member == null || member.value() instanceof Located.Nothing) {
            return missing(component, object.at(), memberPath);
        }
        Setting.Filled filled = component.getAnnotation(Setting.Filled.class);
        if (filled != null
                && member.value() instanceof Located.Arr array
                && array.elements().isEmpty()) {
            problems.error(member.at(), memberPath, "There is nothing in this list. " + filled.value());
            return Bound.BAD;
        }
        return value(component.getGenericType(), member.value(), memberPath);
    }

    private Bound missing(RecordComponent component, Position at, String path) {
        String fallback = component.getAnnotation(Setting.class).fallback();
        if (!fallback.isEmpty()) {
            return value(component.getGenericType(), written(component.getType(), fallback, at), path);
        }
        Class<?> type = component.getType();
        if (type == List.class) {
            return Bound.of(List.of());
        }
        if (type == Map.class) {
            return Bound.of(Map.of());
        }
        if (type.isRecord() && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return value(type, new Located.Obj(at, Map.of()), path);
        }
        return Bound.of(null);
    }

    private static Located written(Class<?> type, String fallback, Position at) {
        if (type == boolean.class) {
            return new Located.Bool(at, Boolean.parseBoolean(fallback));
        }
        return type == int.class ? new Located.Num(at, fallback) : new Located.Text(at, fallback);
    }

    private Bound value(Type type, Located value, String path) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? list(generic.getActualTypeArguments()[0], value, path)
                    : map(generic.getActualTypeArguments()[1], value, path);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord() && !Scalars.KINDS.containsKey(plain)) {
            return Bound.ofOptional(bind(plain.asSubclass(Record.class), value, path));
        }
        return plain.isEnum() ? constant(plain, value, path) : scalar(plain, value, path);
    }

    private Bound list(Type elementType, Located value, String path) {
        if (!(value instanceof Located.Arr array)) {
            return wrongKind(value, path, "a list");
        }
        List<Object> elements = new ArrayList<>();
        boolean good = true;
        for (Located element : array.elements()) {
            Bound bound = value(elementType, element, path + "[" + elements.size() + "]");
            good &= bound.good();
            elements.add(bound.value());
        }
        return good ? Bound.of(List.copyOf(elements)) : Bound.BAD;
    }

    private Bound map(Type valueType, Located value, String path) {
        if (!(value instanceof Located.Obj object)) {
            return wrongKind(value, path, "an object");
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        boolean good = true;
        for (Map.Entry<String, Member> entry : object.members().entrySet()) {
            Bound bound = value(valueType, entry.getValue().value(), join(path, entry.getKey()));
            good &= bound.good();
            entries.put(entry.getKey(), bound.value());
        }
        return good ? Bound.of(entries) : Bound.BAD;
    }

    private Bound constant(Class<?> type, Located value, String path) {
        List<String> words = words(type);
        if (value instanceof Located.Text text) {
            for (Object constant : type.getEnumConstants()) {
                if (word((Enum<?>) constant).equals(text.value().replace('_', '-'))) {
                    return Bound.of(constant);
                }
            }
        }
        return wrongKind(value, path, "one of \"" + String.join("\", \"", words) + "\"");
    }

    private Bound scalar(Class<?> type, Located value, String path) {
        if (type == String.class) {
            return value instanceof Located.Text text ? Bound.of(text.value()) : wrongKind(value, path, "a text");
        }
        if (type == boolean.class) {
            return value instanceof Located.Bool bool
                    ? Bound.of(bool.value())
                    : wrongKind(value, path, "true or false");
        }
        if (isWholeNumber(type)) {
            return value instanceof Located.Num number ? integer(number, path) : wrongKind(value, path, "a number");
        }
        Scalars.Kind kind = Scalars.KINDS.get(type);
        if (kind != null) {
            return amount(kind.read().apply(written(value)), value, path, kind.expected());
        }
        throw new IllegalStateException("No setting can have the type " + type);
    }

    static boolean isWholeNumber(Class<?> type) {
        return type == int.class || type == Integer.class;
    }

    private Bound integer(Located.Num number, String path) {
        try {
            int value = Integer.parseInt(number.text());
            return value >= 0 ? Bound.of(value) : wrongKind(number, path, "a number from 0 on");
        } catch (NumberFormatException e) {
            return wrongKind(number, path, "a whole number of at most " + Integer.MAX_VALUE);
        }
    }

    private Bound amount(Optional<?> amount, Located value, String path, String expected) {
        return amount.isPresent() ? Bound.of(amount.get()) : wrongKind(value, path, expected);
    }

    private static String written(Located value) {
        return switch (value) {
            case Located.Text text -> text.value();
            case Located.Num number -> number.text();
            case Located.Obj object -> "";
            case Located.Arr array -> "";
            case Located.Bool bool -> "";
            case Located.Nothing nothing -> "";
        };
    }

    private <T extends Record> Optional<T> construct(
            Class<T> type, @Nullable Object[] arguments, Located.Obj object, String path) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return Optional.of(type.getDeclaredConstructor(types).newInstance(arguments));
        } catch (InvocationTargetException e) {
            refused(e.getTargetException(), object, path);
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A record of settings cannot be made: " + type, e);
        }
    }

    private void refused(Throwable reason, Located.Obj object, String path) {
        String message = String.valueOf(reason.getMessage());
        if (reason instanceof BadSetting bad) {
            Member member = object.members().get(bad.key());
            problems.error(member == null ? object.at() : member.at(), join(path, bad.key()), message);
        } else {
            problems.error(object.at(), path, message);
        }
    }

    private Bound wrongKind(Located value, String path, String expected) {
        String found = value instanceof Located.Text text ? "\"" + text.value() + "\"" : value.kind();
        problems.error(value.at(), path, "This is " + found + ", but must be " + expected);
        return Bound.BAD;
    }

    static List<String> keys(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).flatMap(Binder::keys).toList();
    }

    private static Stream<String> keys(RecordComponent component) {
        return component.isAnnotationPresent(Setting.Inline.class)
                ? keys(component.getType().asSubclass(Record.class)).stream()
                : Stream.of(component.getName());
    }

    /** The words that stand for the constants of an enum in the file. */
    static List<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> word((Enum<?>) constant))
                .collect(Collectors.toList());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** A value that was made, or a failure that was reported. */
    private record Bound(boolean good, @Nullable Object value) {
        static final Bound BAD = new Bound(false, null);

        static Bound of(@Nullable Object value) {
            return new Bound(true, value);
        }

        static Bound ofOptional(Optional<?> value) {
            return value.isPresent() ? of(value.get()) : BAD;
        }
    }
}

package io.yumen.config.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A JSON value that knows where in the file it stands. Values are never changed. */
sealed interface Located {
    Position at();

    /** The word for people: "a text", "a number". */
    String kind();

    /** Where something stands, both counted from 1. */
    record Position(int line, int column) {
        static final Position NONE = new Position(0, 0);
    }

    /** An object, in the order of the file. */
    record Obj(Position at, Map<String, Member> members) implements Located {
        public Obj {
            members = new LinkedHashMap<>(members);
        }

        @Override
        public String kind() {
            return "an object";
        }
    }

    /** A key and its value. */
    record Member(Position at, Located value) {}

    /** An array. */
    record Arr(Position at, List<Located> elements) implements Located {
        public Arr {
            elements = List.copyOf(elements);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A string. */
    record Text(Position at, String value) implements Located {
        @Override
        public String kind() {
            return "a text";
        }
    }

    /** A number, as it is written. */
    record Num(Position at, String text) implements Located {
        @Override
        public String kind() {
            return "a number";
        }
    }

    /** True or false. */
    record Bool(Position at, boolean value) implements Located {
        @Override
        public String kind() {
            return "true or false";
        }
    }

    /** Null. */
    record Nothing(Position at) implements Located {
        @Override
        public String kind() {
            return "null";
        }
    }

    /** This value with every text in it replaced. */
    default Located mapTexts(UnaryOperator<Text> change) {
        return switch (this) {
            case Text text -> change.apply(text);
            case Arr arr ->
                new Arr(
                        arr.at,
                        arr.elements.stream()
                                .map(element -> element.mapTexts(change))
                                .toList());
            case Obj obj -> new Obj(obj.at, mapMembers(obj, change));
            case Num num -> num;
            case Bool bool -> bool;
            case Nothing nothing -> nothing;
        };
    }

    private static Map<String, Member> mapMembers(Obj obj, UnaryOperator<Text> change) {
        return obj.members.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new Member(
                                entry.getValue().at(), entry.getValue().value().mapTexts(change)),
                        (first, second) -> first,
                        LinkedHashMap::new));
    }
}

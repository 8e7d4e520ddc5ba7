package io.yumen.service.browser.page;

import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The keys of a keyboard, as those who write pages know them. */
final class Keys {
    private static final Map<String, Key> ALL = all();

    /** The bits of {@code Input.dispatchKeyEvent}. */
    private static final Map<String, Integer> MODIFIERS = Map.of("Alt", 1, "Control", 2, "Meta", 4, "Shift", 8);

    private static final Map<String, String> ALIASES = Map.of(
            "ctrl", "Control", "cmd", "Meta", "command", "Meta", "option", "Alt", "esc", "Escape", "del", "Delete",
            "return", "Enter", "space", " ");

    static final int SHIFT = 8;

    private Keys() {}

    /**
     * A key.
     *
     * @param key what it means
     * @param code which it is on the keyboard
     * @param number its number in old programs
     * @param text what it writes; empty where it writes nothing
     */
    record Key(String key, String code, int number, String text) {}

    /**
     * Keys that are pressed together.
     *
     * @param modifiers those that are held
     * @param key the last
     */
    record Chord(List<Key> modifiers, Key key) {
        /** The bits of those that are held. */
        int bits() {
            return modifiers.stream().mapToInt(held -> bit(held)).sum();
        }
    }

    static int bit(Key held) {
        return MODIFIERS.getOrDefault(held.key(), 0);
    }

    /** The key that writes that character. */
    static Optional<Key> writing(int character) {
        return Optional.ofNullable(ALL.get(Character.toString(character)));
    }

    /**
     * What those words name, as in {@code Control+Shift+R} or {@code Enter}.
     *
     * @throws ToolFailure where they name no keys
     */
    static Chord chord(String words) {
        List<Key> held = new ArrayList<>();
        String rest = words;
        while (rest.indexOf('+') > 0 && rest.length() > rest.indexOf('+') + 1) {
            String name = rest.substring(0, rest.indexOf('+'));
            Key key = named(name, words);
            if (!MODIFIERS.containsKey(key.key())) {
                throw new ToolFailure("\"" + PlainText.echo(name)
                        + "\" cannot be held; hold Control, Shift, Alt or Meta, as in Control+A");
            }
            held.add(key);
            rest = rest.substring(rest.indexOf('+') + 1);
        }
        return new Chord(List.copyOf(held), unshifted(named(rest, words), held));
    }

    /** With Control and the like, a letter is the small one, unless Shift is held, too. */
    private static Key unshifted(Key key, List<Key> held) {
        boolean isPlain = held.stream().noneMatch(one -> one.key().equals("Shift"));
        boolean isLetter = key.code().startsWith("Key");
        String letter = isPlain ? key.key().toLowerCase(Locale.ROOT) : key.key().toUpperCase(Locale.ROOT);
        return held.isEmpty() || !isLetter ? key : ALL.getOrDefault(letter, key);
    }

    private static Key named(String name, String words) {
        String lower = name.toLowerCase(Locale.ROOT);
        Key key = ALL.get(cased(ALIASES.getOrDefault(lower, name)));
        if (key == null) {
            throw new ToolFailure("There is no key \"" + PlainText.echo(name) + "\" (in \"" + PlainText.echo(words)
                    + "\"); write a character, or a name as in Enter, Tab, Escape, ArrowDown, PageUp, F5, Control+A");
        }
        return key;
    }

    private static Map<String, Key> all() {
        Map<String, Key> all = new LinkedHashMap<>();
        for (char letter = 'a'; letter <= 'z'; letter++) {
            String code = "Key" + Character.toUpperCase(letter);
            put(all, new Key(String.valueOf(letter), code, Character.toUpperCase(letter), String.valueOf(letter)));
            String large = String.valueOf(letter).toUpperCase(Locale.ROOT);
            put(all, new Key(large, code, large.charAt(0), large));
        }
        marks(all, "0123456789", ")!@#$%^&*(", "Digit0 Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9");
        marks(
                all,
                ";=,-./`[\\]'",
                ":+<_>?~{|}\"",
                "Semicolon Equal Comma Minus Period Slash Backquote BracketLeft Backslash BracketRight Quote");
        silent(all, """
                Backspace 8, Tab 9, Escape 27, PageUp 33, PageDown 34, End 35, Home 36, ArrowLeft 37, ArrowUp 38,
                ArrowRight 39, ArrowDown 40, Insert 45, Delete 46, ContextMenu 93, CapsLock 20, Pause 19, PrintScreen 44""");
        for (int i = 1; i <= 12; i++) {
            put(all, new Key("F" + i, "F" + i, 111 + i, ""));
        }
        put(all, new Key("Enter", "Enter", 13, "\r"));
        put(all, new Key(" ", "Space", 32, " "));
        put(all, new Key("Shift", "ShiftLeft", 16, ""));
        put(all, new Key("Control", "ControlLeft", 17, ""));
        put(all, new Key("Alt", "AltLeft", 18, ""));
        put(all, new Key("Meta", "MetaLeft", 91, ""));
        return Map.copyOf(all);
    }

    private static void marks(Map<String, Key> all, String plain, String shifted, String codes) {
        String[] names = codes.split(" ", -1);
        for (int i = 0; i < plain.length(); i++) {
            int mark = ";=,-./`[\\]'".indexOf(plain.charAt(i));
            int number = mark < 0 ? plain.charAt(i) : markNumber(mark);
            put(all, new Key(plain.substring(i, i + 1), names[i], number, plain.substring(i, i + 1)));
            put(all, new Key(shifted.substring(i, i + 1), names[i], number, shifted.substring(i, i + 1)));
        }
    }

    /** The numbers of old programs for digits are those of the characters; marks have their own. */
    private static int markNumber(int mark) {
        return mark < 7 ? 186 + mark : 219 + mark - 7;
    }

    private static void silent(Map<String, Key> all, String table) {
        for (String entry : table.split(",\\s+", -1)) {
            String[] words = entry.strip().split(" ", -1);
            put(all, new Key(words[0], words[0], Integer.parseInt(words[1]), ""));
        }
    }

    private static void put(Map<String, Key> all, Key key) {
        all.put(cased(key.key()), key);
    }

    /** Names are written in any case; characters are not. */
    private static String cased(String name) {
        return name.length() > 1 ? name.toLowerCase(Locale.ROOT) : name;
    }
}

package io.yumen.protocol;

import java.util.Random;

/** Documents that use all of JSON, written in the one way in which the codec writes them. */
final class RandomJson {
    private static final int MAX_DEPTH = 5;
    private static final int MAX_SIZE = 4;
    private static final String[] NUMBERS = {
        "0", "-1", "1e5", "-0.0", "1.50", "9007199254740993", "123456789012345678901234567890", "1E-400", "2.5e-7"
    };
    private static final String[] CHARACTERS = {
        "a", "Z", " ", "/", "\\\"", "\\\\", "\\n", "\\t", "é", "玉", "\uD83D\uDC2A", "\u2028", "\uFFFD"
    };

    private final Random random;

    RandomJson(Random random) {
        this.random = random;
    }

    String document() {
        return value(0);
    }

    private String value(int depth) {
        return switch (random.nextInt(depth < MAX_DEPTH ? 8 : 5)) {
            case 0 -> "null";
            case 1 -> String.valueOf(random.nextBoolean());
            case 2 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 3 -> String.valueOf(random.nextLong());
            case 4 -> string();
            case 5 -> array(depth + 1);
            default -> object(depth + 1);
        };
    }

    private String array(int depth) {
        StringBuilder text = new StringBuilder("[");
        for (int i = random.nextInt(MAX_SIZE); i > 0; i--) {
            text.append(value(depth)).append(i > 1 ? "," : "");
        }
        return text.append(']').toString();
    }

    private String object(int depth) {
        StringBuilder text = new StringBuilder("{");
        for (int i = random.nextInt(MAX_SIZE); i > 0; i--) {
            String name = string();
            text.append(name, 0, name.length() - 1).append(i).append("\":").append(value(depth));
            text.append(i > 1 ? "," : "");
        }
        return text.append('}').toString();
    }

    private String string() {
        StringBuilder text = new StringBuilder("\"");
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.append('"').toString();
    }
}

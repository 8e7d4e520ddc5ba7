package io.yumen.pin;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Names that look alike: the letters of other alphabets that are drawn as Latin ones, and digits that are drawn as letters. */
final class Lookalikes {
    /** Letters of Cyrillic, Greek, Armenian and Cherokee, in pairs with what they look like. */
    private static final String PAIRS = "аaбbвbгrеeззкkмmнhоoрpсcтtуyхxѕsіiїiјjԁdԛqԝwһhӏlьbпn"
            + "αaβbγyεeζzηnιiκkνvοoρpτtυuχxωwσo" + "օoսuհhոnցgզq" + "ꭰdꭱrꮃwꮇm" + "ıiłlðdþpøoßb" + "0o1lіi|l";

    private static final Set<UnicodeScript> ALIKE = EnumSet.of(
            UnicodeScript.LATIN,
            UnicodeScript.CYRILLIC,
            UnicodeScript.GREEK,
            UnicodeScript.ARMENIAN,
            UnicodeScript.CHEROKEE);

    private Lookalikes() {}

    /** What that name is when case and the signs between words do not count. */
    static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[-_. /]", "");
    }

    /** How that name looks: the same for names that look alike. */
    static String look(String name) {
        String bare = Normalizer.normalize(plain(name), Normalizer.Form.NFKD).replaceAll("\\p{Mn}", "");
        StringBuilder look = new StringBuilder();
        bare.codePoints().forEach(point -> look.appendCodePoint(drawn(point)));
        return look.toString().replace("rn", "m").replace("vv", "w").replace('i', 'l');
    }

    /** Whether it has letters of two alphabets that look alike. */
    static boolean isMixed(String name) {
        return name.codePoints()
                        .mapToObj(UnicodeScript::of)
                        .filter(ALIKE::contains)
                        .distinct()
                        .count()
                > 1;
    }

    private static int drawn(int point) {
        for (int i = 0; i + 1 < PAIRS.length(); i += 2) {
            if (PAIRS.charAt(i) == point) {
                return PAIRS.charAt(i + 1);
            }
        }
        return point;
    }
}

package io.yumen.auth.policy;

/** Whether a rule is about a request. */
sealed interface Match {
    Match YES = new Yes();
    Match NO = new No();
    Match DEPENDS = new Depends();

    /** It is. */
    record Yes() implements Match {}

    /** It is not. */
    record No() implements Match {}

    /** That hangs on what is not known: the arguments, for an entry of a list. */
    record Depends() implements Match {}

    /** Its expression failed. */
    record Failed(String why) implements Match {}

    /** What operators are told. */
    static String word(Match match) {
        return switch (match) {
            case Yes ignored -> "applies";
            case No ignored -> "does not apply";
            case Depends ignored -> "depends on the arguments";
            case Failed failed -> "failed: " + failed.why();
        };
    }
}

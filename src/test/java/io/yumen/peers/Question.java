package io.yumen.peers;

import java.util.List;

/**
 * Something that somebody wants to know of a system, and how each server there is asked it.
 *
 * @param words what the answer must say, whoever gives it
 * @param calls a tool and its arguments for each server of the system, in their order; empty where it cannot be asked
 */
record Question(String system, String text, List<String> words, List<String> calls) {
    /** Questions as a table: system, text, words, and a call for each server, parted by {@code |}. */
    static List<Question> all(String table) {
        return table.lines().map(Question::of).toList();
    }

    private static Question of(String line) {
        List<String> cells =
                List.of(line.split("\\|", -1)).stream().map(String::strip).toList();
        return new Question(
                cells.get(0), cells.get(1), List.of(cells.get(2).split(" ", -1)), cells.subList(3, cells.size()));
    }
}

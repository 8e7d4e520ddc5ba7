package io.yumen.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that people want from a server for a system.
 *
 * @param tools the tool of each server that does it, or {@code TOOL.ARGUMENT}; {@code -} where none does
 */
record Wish(String system, String text, List<String> tools) {
    /** The table of wishes: system, text, and a tool for each server, parted by {@code |}. */
    static List<Wish> all() throws IOException {
        List<Wish> wishes = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/peers/wishes.txt"))) {
            List<String> cells =
                    List.of(line.split("\\|", -1)).stream().map(String::strip).toList();
            wishes.add(new Wish(cells.get(0), cells.get(1), cells.subList(2, cells.size())));
        }
        return wishes;
    }

    /** How many of its system's wishes each server fulfils, as rows of a table. */
    static String counted(Target target) throws IOException {
        List<Wish> wishes = all().stream()
                .filter(wish -> wish.system().equals(target.system()))
                .toList();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < target.servers().size(); i++) {
            int server = i;
            long has = wishes.stream()
                    .filter(wish -> !wish.tools().get(server).equals("-"))
                    .count();
            line.append("| ").append(target.servers().get(i).name()).append(" | ");
            line.append(has).append(" of ").append(wishes.size()).append(" |\n");
        }
        return line.toString();
    }
}

package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Grid;
import io.yumen.service.awsdocs.page.Part;
import io.yumen.service.awsdocs.page.Table;
import io.yumen.service.awsdocs.page.Words;
import io.yumen.service.awsdocs.shelf.Passage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Takes the sections of a page apart for the search; a long one becomes several, so that a word in it still weighs something. */
final class Passages {
    private static final int LONGEST = 8_000;

    private final List<Passage> passages = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder code = new StringBuilder();
    private final StringBuilder cells = new StringBuilder();
    private List<String> path = List.of();
    private String anchor = "";

    private Passages() {}

    static List<Passage> of(Document document) {
        Passages passages = new Passages();
        document.parts().forEach(passages::add);
        passages.end();
        return passages.passages;
    }

    private void add(Part part) {
        switch (part.block()) {
            case Block.Heading heading -> {
                end();
                path = part.path();
                anchor = part.anchor();
                body.append(Words.of(heading.content())).append('\n');
            }
            case Block.Code listing -> line(code, listing.text());
            case Table table -> rows(table);
            default -> line(body, Words.ofBlocks(List.of(part.block())));
        }
    }

    private void rows(Table table) {
        line(body, Words.of(table.caption()));
        Grid grid = table.grid();
        for (int row = 0; row < grid.height(); row++) {
            Set<String> values = new LinkedHashSet<>();
            for (int column = 0; column < grid.width(); column++) {
                values.add(Words.ofBlocks(grid.at(row, column).blocks()));
            }
            line(cells, String.join("; ", values));
        }
    }

    private void line(StringBuilder where, String words) {
        if (body.length() + code.length() + cells.length() > LONGEST) {
            end();
        }
        where.append(words).append('\n');
    }

    private void end() {
        if (!body.isEmpty() || !code.isEmpty() || !cells.isEmpty()) {
            passages.add(new Passage(anchor, path, body.toString(), code.toString(), cells.toString()));
        }
        body.setLength(0);
        code.setLength(0);
        cells.setLength(0);
    }
}

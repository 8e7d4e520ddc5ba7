package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Block.Item;
import io.yumen.service.awsdocs.page.Block.ListBlock;
import io.yumen.service.awsdocs.page.Block.Numbering;
import io.yumen.service.awsdocs.page.Block.Paragraph;
import io.yumen.service.awsdocs.page.Block.Term;
import io.yumen.service.awsdocs.page.Block.Terms;
import io.yumen.service.awsdocs.page.Inline;
import java.util.ArrayList;
import java.util.List;

/** Writes lists. Two of a kind that follow each other have other markers: else they would be read as one. */
final class ListWriter {
    private static final int LARGEST = 999_999_999;

    /** What ended last where the next block comes to stand. */
    private enum Before {
        NO_LIST,
        BULLETS,
        OTHER_BULLETS,
        NUMBERS,
        OTHER_NUMBERS
    }

    private final BlockWriter blocks;
    private final Sheet sheet;
    private Before before = Before.NO_LIST;

    ListWriter(BlockWriter blocks, Sheet sheet) {
        this.blocks = blocks;
        this.sheet = sheet;
    }

    /** A block was written: if it is no list, the next list begins as the first did. */
    void passed(Block block) {
        if (!(block instanceof ListBlock) && !(block instanceof Terms)) {
            before = Before.NO_LIST;
        }
    }

    /** Goes into a container; gives what to {@link #leave} with. */
    Object enter() {
        Object outer = before;
        before = Before.NO_LIST;
        return outer;
    }

    void leave(Object outer) {
        before = (Before) outer;
    }

    void write(ListBlock list) {
        List<List<Block>> items = list.items().stream().map(Item::blocks).toList();
        boolean isTight = items.stream().allMatch(ListWriter::isTight);
        if (list.numbering() == Numbering.BULLETS) {
            bulleted(items, isTight);
        } else {
            numbered(items, list.start(), isTight);
        }
    }

    private void numbered(List<List<Block>> items, int start, boolean isTight) {
        Before mine = before == Before.NUMBERS ? Before.OTHER_NUMBERS : Before.NUMBERS;
        int number = Math.clamp((long) LARGEST - items.size(), 0, Math.max(0, start));
        for (int i = 0; i < items.size(); i++) {
            separate(i, isTight);
            item(items.get(i), (number + i) + (mine == Before.NUMBERS ? "." : ")"), isTight);
        }
        before = mine;
    }

    /** Items that show nothing are left out: some bare bullets in a line would be read as a line across. */
    private void bulleted(List<List<Block>> items, boolean isTight) {
        Before mine = before == Before.BULLETS ? Before.OTHER_BULLETS : Before.BULLETS;
        int written = 0;
        for (List<Block> item : items) {
            if (Blankness.areNothing(item)) {
                item.forEach(blocks::next);
                continue;
            }
            separate(written, isTight);
            item(item, mine == Before.BULLETS ? "-" : "*", isTight);
            written++;
        }
        before = mine;
    }

    private void item(List<Block> content, String marker, boolean isTight) {
        if (Blankness.areNothing(content)) {
            sheet.put(marker);
            content.forEach(blocks::next);
            return;
        }
        sheet.put(marker).put(' ');
        String indent = " ".repeat(marker.length() + 1);
        if (isTight) {
            blocks.tight(content, indent);
        } else {
            blocks.inside(content, indent);
        }
    }

    /** Terms are items that begin with the name in a line of its own. */
    void write(Terms terms) {
        List<List<Block>> items = terms.terms().stream().map(ListWriter::merged).toList();
        bulleted(items, terms.terms().stream().allMatch(term -> isTight(term.meaning())));
    }

    private static List<Block> merged(Term term) {
        List<Inline> head = new ArrayList<>(term.name().isEmpty() ? List.of() : BlockWriter.strong(term.name()));
        List<Block> meaning = term.meaning();
        if (!meaning.isEmpty() && meaning.getFirst() instanceof Paragraph paragraph) {
            if (!Blankness.isBlank(head)) {
                head.add(Inline.Break.HERE);
            }
            head.addAll(paragraph.content());
            meaning = meaning.subList(1, meaning.size());
        }
        List<Block> merged = new ArrayList<>(List.of(new Paragraph(head)));
        merged.addAll(meaning);
        return merged;
    }

    private void separate(int item, boolean isTight) {
        if (item > 0 && isTight) {
            sheet.line();
        } else if (item > 0) {
            sheet.gap();
        }
    }

    private static boolean isTight(ListBlock list) {
        return list.items().stream().map(Item::blocks).allMatch(ListWriter::isTight);
    }

    /** A line, and perhaps one list that may follow a line without a gap. */
    private static boolean isTight(List<Block> item) {
        List<Block> shown =
                item.stream().filter(block -> !Blankness.isNothing(block)).toList();
        return switch (shown.size()) {
            case 0 -> true;
            case 1 -> shown.getFirst() instanceof Paragraph;
            case 2 ->
                shown.getFirst() instanceof Paragraph
                        && shown.get(1) instanceof ListBlock list
                        && list.start() == 1
                        && !Blankness.areNothing(list.items().getFirst().blocks())
                        && isTight(list);
            default -> false;
        };
    }
}

package io.yumen.service.awsdocs.page;

import io.yumen.service.awsdocs.page.Block.Anchor;
import io.yumen.service.awsdocs.page.Block.Heading;
import io.yumen.service.awsdocs.page.Block.Item;
import io.yumen.service.awsdocs.page.Block.ListBlock;
import io.yumen.service.awsdocs.page.Block.Rule;
import io.yumen.service.awsdocs.page.Removed.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the end of a page says to programs that read it: AWS closes its Markdown with a "See also" that suggests a command to run. A
 * document is data, and tells its reader to do nothing; so that goes, and is counted. Only the last blocks are looked at: in the page
 * itself, programs and their commands are what it is about.
 */
public final class MachineNotes {
    private static final int LAST = 6;
    private static final int LONGEST = 2_000;

    private static final String MACHINES =
            "\\b(ai|llm|coding|language) (agents?|assistants?|models?|readers?|tools?|crawlers?)\\b|\\bllms\\b";
    private static final String ORDER =
            "\\b(should|must|please|run|execute|invoke|call|fetch|install|follow|ignore)\\b";

    /** Says to a program what to do. */
    private static final Pattern ADDRESSED = Pattern.compile("(" + MACHINES + ")[^.]{0,80}" + ORDER
            + "|\\bif you are an? (ai|llm|agent|assistant|language model|bot)\\b|"
            + "\\b(ignore|disregard) (all |any )?(previous|prior|other) instructions\\b");

    /** Suggests a command, which only a program could run from where it reads. */
    private static final Pattern COMMAND =
            Pattern.compile("\\b(run|execute|try|use|invoke)\\b.{0,60}\\baws [a-z0-9-]+");

    private MachineNotes() {}

    /** The blocks of a page without such notes at their end. */
    public static List<Block> without(List<Block> blocks, Sieve sieve) {
        List<Block> kept = new ArrayList<>(blocks);
        int closing = closing(kept);
        for (int i = kept.size() - 1; i >= closing; i--) {
            boolean isSuggested = closing < kept.size() - 1;
            if (kept.get(i) instanceof ListBlock list) {
                kept.set(i, filtered(list, isSuggested, sieve));
            } else if (!(kept.get(i) instanceof Heading) && isAddressed(List.of(kept.get(i)), isSuggested)) {
                sieve.count(Reason.ADDRESSED_TO_MACHINES);
                kept.set(i, new Rule());
            }
        }
        kept.removeIf(MachineNotes::isEmptied);
        if (sieve.removed().of(Reason.ADDRESSED_TO_MACHINES) > 0) {
            dropBareEnd(kept);
        }
        return kept;
    }

    /** Where the end begins: at a "See also" among the last blocks, or with the last one. */
    private static int closing(List<Block> blocks) {
        for (int i = blocks.size() - 1; i >= Math.max(0, blocks.size() - LAST); i--) {
            if (isSeeAlso(blocks.get(i))) {
                return i;
            }
        }
        return Math.max(0, blocks.size() - 1);
    }

    private static boolean isEmptied(Block block) {
        return block instanceof ListBlock list && list.items().isEmpty();
    }

    private static ListBlock filtered(ListBlock list, boolean isSuggested, Sieve sieve) {
        List<Item> kept = new ArrayList<>(list.items().size());
        for (Item item : list.items()) {
            if (isAddressed(item.blocks(), isSuggested)) {
                sieve.count(Reason.ADDRESSED_TO_MACHINES);
            } else {
                kept.add(item);
            }
        }
        return kept.size() == list.items().size() ? list : new ListBlock(list.numbering(), list.start(), kept);
    }

    private static boolean isSeeAlso(Block block) {
        String words = Words.ofBlocks(List.of(block)).strip().toLowerCase(Locale.ROOT);
        return words.equals("see also") || words.equals("see also:");
    }

    private static boolean isAddressed(List<Block> blocks, boolean isSuggested) {
        String words = Words.ofBlocks(blocks).toLowerCase(Locale.ROOT);
        return words.length() <= LONGEST
                && (ADDRESSED.matcher(words).find()
                        || (isSuggested && COMMAND.matcher(words).find()));
    }

    /** The title of what is gone goes, too. */
    private static void dropBareEnd(List<Block> blocks) {
        while (!blocks.isEmpty()
                && (isSeeAlso(blocks.getLast())
                        || blocks.getLast() instanceof Rule
                        || blocks.getLast() instanceof Anchor)) {
            blocks.removeLast();
        }
    }
}

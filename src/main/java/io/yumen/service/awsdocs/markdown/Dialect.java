package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.page.Assembly;
import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Block.Callout;
import io.yumen.service.awsdocs.page.Block.Heading;
import io.yumen.service.awsdocs.page.Block.Item;
import io.yumen.service.awsdocs.page.Block.ListBlock;
import io.yumen.service.awsdocs.page.Block.Paragraph;
import io.yumen.service.awsdocs.page.Block.Quote;
import io.yumen.service.awsdocs.page.Block.Rule;
import io.yumen.service.awsdocs.page.Block.Tab;
import io.yumen.service.awsdocs.page.Block.Tabs;
import io.yumen.service.awsdocs.page.Block.Term;
import io.yumen.service.awsdocs.page.Block.Terms;
import io.yumen.service.awsdocs.page.Inline;
import io.yumen.service.awsdocs.page.Inline.Break;
import io.yumen.service.awsdocs.page.Inline.Mark;
import io.yumen.service.awsdocs.page.Inline.Strong;
import io.yumen.service.awsdocs.page.Inline.Text;
import io.yumen.service.awsdocs.page.Urgency;
import io.yumen.service.awsdocs.page.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What AWS writes in Markdown that has no form of its own there: callouts and terms are lines in bold with a break after them, tabs are
 * titles in brackets between lines across.
 */
final class Dialect {
    private static final int TAB_LEVEL = 4;

    /** A callout as GitHub writes them. */
    private static final Pattern ALERT = Pattern.compile("(?s)\\[!([A-Z]+)]\\s*(.*)");

    private Dialect() {}

    /** Blocks that follow each other, as what they mean. */
    static List<Block> read(List<Block> blocks) {
        List<Block> read = new ArrayList<>(blocks.size());
        List<Term> terms = new ArrayList<>();
        for (Block block : tabbed(blocks)) {
            Optional<Block> callout = block instanceof Paragraph line ? callout(line) : Optional.empty();
            Optional<Term> term = block instanceof Paragraph line && callout.isEmpty() ? term(line) : Optional.empty();
            if (term.isPresent()) {
                terms.add(term.get());
                continue;
            }
            endTerms(terms, read);
            if (block instanceof Terms listed) {
                // Those that follow join them.
                terms.addAll(listed.terms());
            } else {
                read.add(callout.orElse(block));
            }
        }
        endTerms(terms, read);
        return read;
    }

    private static void endTerms(List<Term> terms, List<Block> read) {
        if (!terms.isEmpty()) {
            read.add(new Terms(terms));
            terms.clear();
        }
    }

    /** The blocks of an item, which may begin in bold without being a term. */
    static List<Block> item(List<Block> blocks) {
        return tabbed(blocks).stream()
                .map(block -> block instanceof Paragraph paragraph
                        ? callout(paragraph).orElse(paragraph)
                        : block)
                .toList();
    }

    /** Bullets that each begin with a name in bold, in a line of its own, are terms. */
    static Block list(ListBlock list) {
        List<Term> terms = new ArrayList<>();
        for (Item item : list.items()) {
            Optional<Term> term = item.blocks().isEmpty() || !(item.blocks().getFirst() instanceof Paragraph first)
                    ? Optional.empty()
                    : term(first);
            if (term.isEmpty()) {
                return list;
            }
            List<Block> meaning = new ArrayList<>(term.get().meaning());
            meaning.addAll(item.blocks().subList(1, item.blocks().size()));
            terms.add(new Term(term.get().name(), meaning));
        }
        return terms.isEmpty() ? list : new Terms(terms);
    }

    /** A quote, or the callout that it is when it begins with the word for one. */
    static Block quote(List<Block> blocks) {
        if (blocks.isEmpty()) {
            return new Quote(blocks);
        }
        List<Block> rest = blocks.subList(1, blocks.size());
        if (blocks.getFirst() instanceof Callout callout) {
            List<Block> all = new ArrayList<>(callout.blocks());
            all.addAll(rest);
            return new Callout(callout.urgency(), callout.title(), all);
        }
        return blocks.getFirst() instanceof Paragraph first
                ? titled(first.content(), rest).orElseGet(() -> new Quote(blocks))
                : new Quote(blocks);
    }

    private static Optional<Block> titled(List<Inline> first, List<Block> rest) {
        if (first.size() == 1 && first.getFirst() instanceof Strong strong) {
            return callout(Words.of(strong.content()), rest);
        }
        Matcher alert = ALERT.matcher(first.getFirst() instanceof Text text ? text.text() : "");
        if (!alert.matches()) {
            return Optional.empty();
        }
        List<Inline> line = new ArrayList<>(first);
        line.set(0, new Text(alert.group(2)));
        List<Block> all = new ArrayList<>(Assembly.paragraph(line));
        all.addAll(rest);
        return callout(alert.group(1).charAt(0) + alert.group(1).substring(1).toLowerCase(Locale.ROOT), all);
    }

    private static Optional<Block> callout(String title, List<Block> blocks) {
        String word =
                title.endsWith(":") ? title.substring(0, title.length() - 1).strip() : title;
        return Urgency.of(word).map(urgency -> new Callout(urgency, word, blocks));
    }

    private static Optional<Block> callout(Paragraph paragraph) {
        return split(paragraph).flatMap(split -> callout(Words.of(split.title()), Assembly.paragraph(split.rest())));
    }

    private static Optional<Term> term(Paragraph paragraph) {
        return split(paragraph).map(split -> new Term(split.title(), Assembly.paragraph(split.rest())));
    }

    private record Split(List<Inline> title, List<Inline> rest) {
        Split {
            title = List.copyOf(title);
            rest = List.copyOf(rest);
        }
    }

    /** What begins in bold, when a break follows; the marks around it are the title's. */
    private static Optional<Split> split(Paragraph paragraph) {
        List<Inline> title = new ArrayList<>();
        List<Inline> content = paragraph.content();
        boolean isTitled = false;
        for (int i = 0; i < content.size(); i++) {
            Inline inline = content.get(i);
            if (inline instanceof Strong strong && !isTitled) {
                isTitled = true;
                title.addAll(strong.content());
            } else if (inline instanceof Break && isTitled) {
                return Optional.of(new Split(title, content.subList(i + 1, content.size())));
            } else if (inline instanceof Mark) {
                title.add(inline);
            } else {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Groups of tabs as one block each. */
    private static List<Block> tabbed(List<Block> blocks) {
        List<Block> read = new ArrayList<>(blocks.size());
        List<Tab> tabs = new ArrayList<>();
        int i = 0;
        while (i < blocks.size()) {
            Optional<String> title = title(blocks, i);
            if (title.isPresent()) {
                int end = end(blocks, i + 2);
                tabs.add(new Tab(title.get(), read(blocks.subList(i + 2, end))));
                i = end;
            } else if (!tabs.isEmpty()) {
                read.add(new Tabs(tabs));
                tabs.clear();
                // The line that ends the group.
                i++;
            } else {
                read.add(blocks.get(i));
                i++;
            }
        }
        if (!tabs.isEmpty()) {
            read.add(new Tabs(tabs));
        }
        return read;
    }

    private static int end(List<Block> blocks, int from) {
        int end = from;
        while (end < blocks.size() && !(blocks.get(end) instanceof Rule)) {
            end++;
        }
        return end;
    }

    /** The title of the tab that begins there. */
    private static Optional<String> title(List<Block> blocks, int at) {
        boolean isTab = blocks.get(at) instanceof Rule
                && at + 1 < blocks.size()
                && blocks.get(at + 1) instanceof Heading heading
                && heading.level() == TAB_LEVEL;
        if (!isTab) {
            return Optional.empty();
        }
        String words = Words.of(((Heading) blocks.get(at + 1)).content());
        return words.startsWith("[") && words.endsWith("]") && words.length() > 1
                ? Optional.of(words.substring(1, words.length() - 1).strip())
                : Optional.empty();
    }
}

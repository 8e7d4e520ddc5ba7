package io.yumen.service.awsdocs.markdown;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** What a reader of Markdown that is not ours finds in a text: tables cell by cell, code, and all words. */
final class ParsedBack extends AbstractVisitor {
    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    final List<List<List<String>>> tables = new ArrayList<>();
    final List<String> code = new ArrayList<>();
    final StringBuilder words = new StringBuilder();

    static ParsedBack of(String markdown) {
        ParsedBack parsed = new ParsedBack();
        PARSER.parse(markdown).accept(parsed);
        return parsed;
    }

    @Override
    public void visit(CustomBlock block) {
        if (block instanceof TableBlock) {
            tables.add(new ArrayList<>());
        }
        visitChildren(block);
    }

    @Override
    public void visit(CustomNode node) {
        if (node instanceof TableRow) {
            List<String> row = new ArrayList<>();
            for (Node cell = node.getFirstChild(); cell != null; cell = cell.getNext()) {
                int start = words.length();
                visitChildren(cell);
                row.add(words.substring(start));
                words.append(' ');
            }
            tables.getLast().add(row);
        } else {
            visitChildren(node);
        }
    }

    @Override
    public void visit(Text text) {
        words.append(text.getLiteral());
    }

    @Override
    public void visit(Code span) {
        words.append(span.getLiteral());
    }

    @Override
    public void visit(HardLineBreak end) {
        words.append('\n');
    }

    @Override
    public void visit(HtmlInline html) {
        words.append(html.getLiteral().equals("<br>") ? "\n" : html.getLiteral());
    }

    @Override
    public void visit(HtmlBlock html) {
        words.append(html.getLiteral()
                .replaceAll("</?(details|summary)>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&"));
    }

    @Override
    public void visit(FencedCodeBlock block) {
        String text = block.getLiteral();
        code.add(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        words.append(text);
    }
}

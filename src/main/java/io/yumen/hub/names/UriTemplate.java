package io.yumen.hub.names;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A URI template (RFC 6570) as a question: could this URI come from it? Takes time in proportion to the template's parts
 * times the URI's length, whatever a server wrote into it, and so does without regular expressions. Immutable.
 */
public final class UriTemplate {
    private static final String OPERATORS = "+#./;?&";

    private final String text;
    private final List<Part> parts = new ArrayList<>();

    public UriTemplate(String text) {
        this.text = text;
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (close < 0) {
                parts.add(new Literal(text.substring(at)));
                return;
            }
            if (open > at) {
                parts.add(new Literal(text.substring(at, open)));
            }
            parts.add(Expression.of(text.substring(open + 1, close)));
            at = close + 1;
        }
    }

    /** What every URI that comes from it begins with. */
    public String prefix() {
        return !parts.isEmpty() && parts.getFirst() instanceof Literal literal ? literal.text() : "";
    }

    public boolean matches(String uri) {
        BitSet reached = new BitSet(uri.length() + 1);
        reached.set(0);
        for (Part part : parts) {
            reached = part.advance(uri, reached);
            if (reached.isEmpty()) {
                return false;
            }
        }
        return reached.get(uri.length());
    }

    @Override
    public String toString() {
        return text;
    }

    /** A piece of the template, which takes every position of the URI to those that lie behind the piece. */
    private sealed interface Part {
        BitSet advance(String uri, BitSet from);
    }

    private record Literal(String text) implements Part {
        @Override
        public BitSet advance(String uri, BitSet from) {
            BitSet to = new BitSet(uri.length() + 1);
            for (int at = from.nextSetBit(0); at >= 0; at = from.nextSetBit(at + 1)) {
                if (uri.startsWith(text, at)) {
                    to.set(at + text.length());
                }
            }
            return to;
        }
    }

    /** A value without reserved characters that end it, or with all ({@code +}). */
    private record Value(String end) implements Part {
        @Override
        public BitSet advance(String uri, BitSet from) {
            BitSet to = new BitSet(uri.length() + 1);
            for (int at = from.nextSetBit(0); at >= 0 && at < uri.length(); at = from.nextSetBit(at + 1)) {
                while (at < uri.length() && end.indexOf(uri.charAt(at)) < 0) {
                    at++;
                    to.set(at);
                }
            }
            return to;
        }
    }

    /** A value with its mark before it, which may be missing as a whole. */
    private record Marked(char mark, Value value) implements Part {
        @Override
        public BitSet advance(String uri, BitSet from) {
            BitSet marked = new BitSet(uri.length() + 1);
            for (int at = from.nextSetBit(0); at >= 0; at = from.nextSetBit(at + 1)) {
                if (at < uri.length() && uri.charAt(at) == mark) {
                    marked.set(at + 1);
                }
            }
            BitSet to = value.advance(uri, marked);
            to.or(marked);
            to.or(from);
            return to;
        }
    }

    private static final class Expression {
        private Expression() {}

        static Part of(String expression) {
            char operator = expression.isEmpty() ? ' ' : expression.charAt(0);
            if (OPERATORS.indexOf(operator) < 0) {
                return new Value("/?#");
            }
            return switch (operator) {
                case '+' -> new Value("");
                case '#' -> new Marked('#', new Value(""));
                case '/' -> new Marked('/', new Value(isSeveral(expression) ? "?#" : "/?#"));
                case '?', '&' -> new Marked(operator, new Value("#"));
                default -> new Marked(operator, new Value("/?#"));
            };
        }

        private static boolean isSeveral(String expression) {
            return expression.indexOf(',') >= 0 || expression.endsWith("*");
        }
    }
}

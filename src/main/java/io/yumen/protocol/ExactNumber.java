package io.yumen.protocol;

import java.math.BigDecimal;
import tools.jackson.databind.node.DecimalNode;

/** A decimal number that remembers how it was written, where its value alone does not say ({@code -0.0}, {@code 1e5}). */
final class ExactNumber extends DecimalNode {
    private static final long serialVersionUID = 1;

    private final String text;

    private ExactNumber(BigDecimal value, String text) {
        super(value);
        this.text = text;
    }

    /** The number of that text; the text is a JSON number with a finite value. */
    static DecimalNode of(String text) {
        BigDecimal value = new BigDecimal(text);
        return value.toString().equals(text) ? DecimalNode.valueOf(value) : new ExactNumber(value, text);
    }

    String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}

package io.yumen.store;

import java.util.function.UnaryOperator;

/**
 * Where entries lie of which each holds something sealed: so that who changes the key finds them all.
 *
 * @param what what they are, in words for who runs the gateway: several of them
 * @param purpose for which purpose they are sealed
 * @param context of an entry's seal, given the name of its key
 * @param form where in the entry's text the seal is
 */
public record SealedFolder(String what, String purpose, Folder folder, UnaryOperator<String> context, Form form) {
    /** The whole text is the seal. */
    public static final Form WHOLE = new Form() {
        @Override
        public String sealed(String text) {
            return text;
        }

        @Override
        public String with(String text, String sealed) {
            return sealed;
        }
    };

    /** Where in a text the seal is. */
    public interface Form {
        /** What of that text is sealed. */
        String sealed(String text);

        /** The same text with another seal. */
        String with(String text, String sealed);
    }
}

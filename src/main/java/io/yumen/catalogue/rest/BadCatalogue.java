package io.yumen.catalogue.rest;

/** A description that cannot be used; the message says where, and what to write. */
public final class BadCatalogue extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * What is wrong.
     *
     * @param place where in the document, as in {@code tools.list.path}
     */
    public BadCatalogue(String place, String message) {
        super(place.isEmpty() ? message : place + ": " + message);
    }
}

package io.yumen.service.awsdocs.shelf;

/** A copy of what came. */
public record Kept(Key key, Source source, Stamp stamp) {
    /** The same, which AWS has said anew to be as it is. */
    public Kept checked(Stamp stamp) {
        return new Kept(key, source, stamp);
    }
}

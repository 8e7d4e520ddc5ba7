package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.service.awsdocs.page.PageLimits;
import io.yumen.service.awsdocs.shelf.Contents;
import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Source;
import io.yumen.service.awsdocs.shelf.Stamp;
import io.yumen.service.awsdocs.upstream.Form;

/** Reads copies that came by another way than from AWS, as those are read that did. Safe for many threads. */
public final class Intake {
    private final Converter converter = new Converter(PageLimits.DEFAULT);

    /**
     * A copy that can be kept.
     *
     * @param contents what is searched of it
     */
    public record Taken(Kept kept, Contents contents) {}

    /**
     * Reads it.
     *
     * @throws io.yumen.service.awsdocs.page.PageRefused where it cannot be read; the message says why
     */
    public Taken take(Key key, Given given, Stamp stamp) {
        Thing thing = converter.thing(key.kind(), given.address(), given.form(), given.text());
        Source source = new Source(given.address(), given.form(), given.text(), Converter.hash(thing));
        return new Taken(new Kept(key, source, stamp), Converter.contents(key, thing));
    }

    /**
     * What is given.
     *
     * @param address where it was found
     */
    public record Given(String address, Form form, String text) {}
}

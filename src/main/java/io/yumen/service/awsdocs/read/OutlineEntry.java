package io.yumen.service.awsdocs.read;

import io.yumen.schema.Doc;
import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.Section;

/** A section of a page, and where it stands in the text. */
public record OutlineEntry(
        @Doc("1 for the title of the page, 2 for what is below it, and so on")
        int level,

        @Doc("What its heading says") String title,

        @Doc("The name of the place, by which it can be read; empty where it has none")
        String anchor,

        @Doc("The address to cite it by") String url,
        @Doc("The first character of it in the text") int start,
        @Doc("After the last character of it") int end) {
    static OutlineEntry of(Section section, Address page) {
        return new OutlineEntry(
                section.level(),
                section.title(),
                section.anchor(),
                cited(page, section.anchor()),
                section.start(),
                section.end());
    }

    /** The address of the place of that name. */
    static String cited(Address page, String anchor) {
        return anchor.isEmpty() ? page.toString() : page.resolve("#" + anchor).orElse(page.toString());
    }
}

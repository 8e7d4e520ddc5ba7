package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.service.awsdocs.page.Document;

/** What is kept in memory, ready to be told. */
sealed interface Thing {
    /** A page, read. */
    record Page(Document document) implements Thing {}

    /** A text as it came. */
    record Text(String text) implements Thing {}

    /** Whether another form of it seems to say more, or to say it better. */
    default boolean isDoubtful() {
        return switch (this) {
            case Page page -> page.document().page().lacksSpans();
            case Text text -> false;
        };
    }

    /** How long it is. */
    default int characters() {
        return switch (this) {
            case Page page -> page.document().text().length();
            case Text text -> text.text().length();
        };
    }

    /** What it takes, about: the blocks of a page take more than its text. */
    default int bytes() {
        return switch (this) {
            case Page page ->
                6 * page.document().text().length()
                        + 300 * page.document().parts().size();
            case Text text -> 2 * text.text().length();
        };
    }
}

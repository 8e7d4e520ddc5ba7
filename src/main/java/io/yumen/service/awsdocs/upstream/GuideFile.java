package io.yumen.service.awsdocs.upstream;

import java.util.Optional;
import java.util.Set;

/** What stands beside the pages of a guide, and of a site, about all of them. */
public enum GuideFile {
    /** The table of contents. */
    CONTENTS("toc-contents.json", Form.JSON, "application/json"),
    /** All pages, or, of a site, all guides, each with a sentence. */
    PAGES("llms.txt", Form.TEXT, "text/plain, text/markdown");

    /** Storage behind the sites refuses what it does not have. */
    private static final Set<Integer> NONE = Set.of(403, 404, 410);

    private final String fileName;
    private final Form form;
    private final String type;

    GuideFile(String fileName, Form form, String type) {
        this.fileName = fileName;
        this.form = form;
        this.type = type;
    }

    /** What it is called wherever it stands. */
    public String fileName() {
        return fileName;
    }

    String type() {
        return type;
    }

    Fetched read(Answer answer, Optional<Upstream.Known> known, Trip trip) throws UpstreamFailed {
        if (answer.status() == 304) {
            return Courier.unchanged(answer, known, trip);
        }
        boolean isPage = answer.status() == 200 && answer.isHtml();
        if (NONE.contains(answer.status()) || isPage) {
            String why = isPage ? "; a page was served in its place" : "";
            return new Fetched.Missing(answer.status(), "there is no " + fileName + " at " + answer.at() + why);
        }
        if (answer.status() != 200) {
            throw Refusals.of(answer, trip);
        }
        return Programs.found(answer, form, trip);
    }
}

package io.yumen.service.awsdocs.read;

import io.yumen.schema.Doc;
import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Part;
import java.util.ArrayList;
import java.util.List;

/** The listings of a page, without what is said around them. */
public record Samples(
        @Doc("The address of the page") String url,
        @Doc("Names the text of the page") String hash,
        @Doc("The listings in order") List<Sample> samples,

        @Doc("How many listings are left out: they are more, or longer, than is told at once")
        int more) {
    /** Of more listings, the last are left out. */
    public static final int MOST = 100;

    /** So long may all be together; the first is told whatever it has. */
    public static final int CHARACTERS = 100_000;

    public Samples {
        samples = List.copyOf(samples);
    }

    /** A listing. */
    public record Sample(
            @Doc("The language, as the page names it; empty where it does not")
            String language,

            @Doc("The titles that it stands under, the outermost first")
            List<String> path,

            @Doc("The tab, or the like, that it stands in; empty where it stands in none")
            String within,

            @Doc("The address to cite it by") String url,
            @Doc("The listing itself") String text) {
        public Sample {
            path = List.copyOf(path);
        }
    }

    /**
     * The listings in that language.
     *
     * @param url as it was asked for
     * @param language as a listing or a tab names it, or by a usual other name; blank for all
     */
    public static Samples of(Document document, String url, String language) {
        Address page = Address.of(url);
        List<Sample> found = new ArrayList<>();
        for (Part part : document.parts()) {
            new Search(part, page, found).look(part.block(), "");
        }
        Language wanted = Language.of(language);
        List<Sample> matching = found.stream()
                .filter(sample -> language.isBlank() || wanted.is(sample.language(), sample.within()))
                .toList();
        List<Sample> told = new ArrayList<>();
        long characters = 0;
        for (Sample sample : matching) {
            characters += sample.text().length();
            if (told.size() == MOST || (characters > CHARACTERS && !told.isEmpty())) {
                break;
            }
            told.add(sample);
        }
        return new Samples(page.toString(), document.hash(), told, matching.size() - told.size());
    }

    private record Search(Part part, Address page, List<Sample> found) {
        void look(Block block, String within) {
            switch (block) {
                case Block.Code code ->
                    found.add(new Sample(
                            code.language(),
                            part.path(),
                            within,
                            OutlineEntry.cited(page, part.anchor()),
                            code.text()));
                case Block.Tabs tabs ->
                    tabs.tabs().forEach(tab -> tab.blocks().forEach(each -> look(each, tab.title())));
                case Block.Expandable expandable -> expandable.blocks().forEach(each -> look(each, expandable.title()));
                case Block.Container container -> Nested.in(container).forEach(each -> look(each, within));
                case Block.Leaf leaf -> {}
            }
        }
    }
}

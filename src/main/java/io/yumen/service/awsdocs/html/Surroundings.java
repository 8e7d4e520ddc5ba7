package io.yumen.service.awsdocs.html;

import io.yumen.service.awsdocs.page.Removed.Reason;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** Tells what stands around the words of a page, and what a browser would not show of it. */
final class Surroundings {
    private static final int LONGEST_NOTICE = 160;
    private static final int LEADING = 12;

    private static final Map<String, Reason> TAGS = table(
            "script SCRIPT, template SCRIPT, object SCRIPT, embed SCRIPT, iframe SCRIPT, applet SCRIPT, canvas SCRIPT, style STYLE, link STYLE,"
                    + " meta STYLE, svg STYLE, awsui-icon STYLE, nav NAVIGATION, aside NAVIGATION, footer NAVIGATION, awsdocs-header NAVIGATION,"
                    + " awsdocs-footer NAVIGATION, awsdocs-toc NAVIGATION, awsdocs-page-toc NAVIGATION, awsdocs-breadcrumb NAVIGATION,"
                    + " awsdocs-breadcrumbs NAVIGATION, awsdocs-page-header NAVIGATION, awsdocs-filter-selector NAVIGATION,"
                    + " awsdocs-page-utilities NAVIGATION, awsdocs-in-page-nav NAVIGATION, awsdocs-thumb-feedback FEEDBACK,"
                    + " awsdocs-feedback FEEDBACK, form FEEDBACK, input FEEDBACK, button FEEDBACK, select FEEDBACK, textarea FEEDBACK,"
                    + " awsdocs-copyright NOTICE, awsdocs-language-banner NOTICE, awsdocs-cookie-banner NOTICE, noscript NOTICE, title NOTICE");

    private static final Map<String, Reason> IDS = table(
            "guide-toc NAVIGATION, breadcrumbs NAVIGATION, tools-panel NAVIGATION, doc-conventions NAVIGATION, main-col-footer NAVIGATION,"
                    + " quick-feedback-yes FEEDBACK, quick-feedback-no FEEDBACK, feedback FEEDBACK, js_error_message NOTICE");

    private static final Map<String, Reason> CLASSES = table(
            "prev-next NAVIGATION, awsdocs-page-header-container NAVIGATION, awsdocs-page-utilities NAVIGATION, breadcrumb NAVIGATION,"
                    + " awsdocs-thumb-feedback FEEDBACK, quick-feedback FEEDBACK, code-btn-container FEEDBACK, btn-copy-code FEEDBACK,"
                    + " page-loading-indicator NOTICE, doc-cookie-banner NOTICE, copyright-print NOTICE, awsdocs-language-banner NOTICE");

    private static final Map<String, Reason> ROLES =
            table("navigation NAVIGATION, banner NAVIGATION, contentinfo NAVIGATION, search NAVIGATION, dialog HIDDEN");

    private static final Pattern UNSEEN =
            Pattern.compile("display:none|visibility:(hidden|collapse)|(font-size|opacity):0(\\.0*)?([a-z%]*)(;|!|$)");

    private int paragraphs;

    /** Why the element is no part of the page, if it is none. */
    Optional<Reason> reason(Element element) {
        Reason byTag = TAGS.get(element.normalName());
        if (byTag != null) {
            return Optional.of(byTag);
        }
        if (element.attributesSize() > 0) {
            Optional<Reason> found = byAttributes(element);
            if (found.isPresent()) {
                return found;
            }
        }
        return switch (element.normalName()) {
            case "p" -> isOther(element) ? Optional.of(Reason.NOTICE) : Optional.empty();
            case "header" -> isBare(element) ? Optional.of(Reason.NAVIGATION) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** A header with a title is the page's own. */
    private static boolean isBare(Element header) {
        return header.selectFirst("h1, h2, h3, h4, h5, h6") == null;
    }

    private static Optional<Reason> byAttributes(Element element) {
        Reason reason = IDS.get(element.id());
        String classes = element.className();
        if (reason == null && !classes.isEmpty()) {
            for (String name : classes.split("\\s+", -1)) {
                reason = reason == null ? CLASSES.get(name) : reason;
            }
        }
        if (reason == null) {
            reason = ROLES.get(element.attr("role"));
        }
        return reason == null && isHidden(element) ? Optional.of(Reason.HIDDEN) : Optional.ofNullable(reason);
    }

    /** A tab that is not in front is hidden, and is as much of the page as the one that is. */
    private static boolean isHidden(Element element) {
        if (element.attr("role").equals("tabpanel")) {
            return false;
        }
        if (element.hasAttr("hidden") || element.attr("aria-hidden").equalsIgnoreCase("true")) {
            return true;
        }
        String style = element.attr("style");
        return !style.isEmpty()
                && UNSEEN.matcher(style.toLowerCase(Locale.ROOT).replaceAll("\\s+", ""))
                        .find();
    }

    /** The paragraph at the top that leads to the page as Markdown. */
    private boolean isOther(Element element) {
        if (++paragraphs > LEADING) {
            return false;
        }
        boolean leads = element.children().stream()
                .anyMatch(child -> child.attr("href").replaceAll("[?#].*", "").endsWith(".md"));
        String words = leads ? element.text() : "";
        return leads
                && words.length() < LONGEST_NOTICE
                && words.toLowerCase(Locale.ROOT).contains("markdown");
    }

    private static Map<String, Reason> table(String rows) {
        Map<String, Reason> table = new HashMap<>();
        for (String row : rows.split(",", -1)) {
            String[] words = row.strip().split(" ", -1);
            table.put(words[0], Reason.valueOf(words[1]));
        }
        return Map.copyOf(table);
    }
}

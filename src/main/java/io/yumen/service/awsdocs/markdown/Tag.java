package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.page.Removed.Reason;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tag of HTML that stands in Markdown.
 *
 * @param name in small letters, with a slash before it where it closes; empty for a comment and the like
 */
record Tag(String name, String text) {
    private static final Pattern NAME = Pattern.compile("^\\s*<(/?[A-Za-z][A-Za-z0-9-]*)");
    private static final Pattern ANCHOR =
            Pattern.compile("\\s(?:name|id)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+))");
    private static final Pattern UNSEEN = Pattern.compile(
            "\\shidden[\\s=>/]|aria-hidden\\s*=\\s*[\"']?true|display\\s*:\\s*none|visibility\\s*:\\s*hidden|(font-size|opacity)\\s*:\\s*0(\\.0*)?[a-z%]*\\s*[;\"']");

    /** Of a text that begins with the tag. */
    static Tag of(String text) {
        int end = text.indexOf('>');
        String tag = end < 0 ? text : text.substring(0, end + 1);
        Matcher name = NAME.matcher(tag);
        return new Tag(name.find() ? name.group(1).toLowerCase(Locale.ROOT) : "", tag);
    }

    boolean isBreak() {
        return name.equals("br");
    }

    boolean isComment() {
        return name.isEmpty();
    }

    boolean closes(Tag open) {
        return name.equals("/" + open.name);
    }

    /** The place that the tag names. */
    Optional<String> anchor() {
        Matcher anchor = ANCHOR.matcher(text);
        boolean isNamed = !name.isEmpty() && !name.startsWith("/") && anchor.find();
        if (!isNamed) {
            return Optional.empty();
        }
        for (int i = 1; i <= anchor.groupCount(); i++) {
            if (anchor.group(i) != null && !anchor.group(i).isBlank()) {
                return Optional.of(anchor.group(i));
            }
        }
        return Optional.empty();
    }

    /** Why what stands between this tag and its end is not for readers, or the tag itself. */
    Optional<Reason> reason() {
        return switch (name) {
            case "" -> Optional.of(Reason.COMMENT);
            case "script", "template", "iframe" -> Optional.of(Reason.SCRIPT);
            case "style" -> Optional.of(Reason.STYLE);
            default -> isHidden() ? Optional.of(Reason.HIDDEN) : Optional.empty();
        };
    }

    private boolean isHidden() {
        return !name.startsWith("/")
                && UNSEEN.matcher(text.toLowerCase(Locale.ROOT)).find();
    }
}

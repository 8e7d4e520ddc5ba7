package io.yumen.service.awsdocs.html;

import io.yumen.service.awsdocs.page.Block.Code;
import io.yumen.service.awsdocs.page.Flow;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** A listing, as it stands. */
final class CodeElement {
    private static final Pattern NAMED = Pattern.compile("(?:^|\\s)(?:lang|language)-([A-Za-z0-9+#._-]+)");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9+#._-]{1,30}");

    /** Classes of listings that name no language. */
    private static final Set<String> LOOKS = Set.of(
            "nohighlight",
            "hljs",
            "code",
            "programlisting",
            "screen",
            "copyable",
            "literal",
            "replaceable",
            "none",
            "userinput");

    private CodeElement() {}

    static void take(Walker walker, Element element, Flow flow) {
        flow.flush();
        walker.anchor(element, flow);
        String text = withoutBlankEnds(LineElements.words(walker, element));
        if (!text.isEmpty()) {
            flow.add(new Code(language(element), text));
        }
    }

    private static String language(Element pre) {
        Element code = pre.selectFirst("code[class]");
        String classes = code == null ? "" : code.className();
        Matcher named = NAMED.matcher(classes + " " + pre.className());
        if (named.find()) {
            return named.group(1).toLowerCase(Locale.ROOT);
        }
        for (String name : classes.split("\\s+", -1)) {
            if (WORD.matcher(name).matches() && !LOOKS.contains(name.toLowerCase(Locale.ROOT))) {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    /** Without blank lines before and after it; blanks within the first line stay. */
    private static String withoutBlankEnds(String text) {
        int start = 0;
        for (int line = text.indexOf('\n');
                line >= 0 && text.substring(start, line).isBlank();
                line = text.indexOf('\n', start)) {
            start = line + 1;
        }
        String rest = text.substring(start);
        int end = rest.length();
        for (int line = rest.lastIndexOf('\n');
                line >= 0 && rest.substring(line, end).isBlank();
                line = rest.lastIndexOf('\n', end - 1)) {
            end = line;
        }
        return rest.isBlank() ? "" : rest.substring(0, end);
    }
}

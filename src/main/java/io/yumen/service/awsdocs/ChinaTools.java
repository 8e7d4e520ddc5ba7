package io.yumen.service.awsdocs;

import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import io.yumen.service.awsdocs.read.OfficialText;
import io.yumen.service.awsdocs.upstream.AwsSites;
import io.yumen.service.awsdocs.upstream.told.Contents;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tool of AWS's own server for the China regions alone, with its name, and its words where it fails, too. */
final class ChinaTools {
    private static final String PAGE = "AWS-CN services page";
    private static final String TABLE = "AWS-CN TOC";

    /** With what failures begin, up to the reason or the status. */
    private static final Pattern FETCH = Pattern.compile("^Failed to fetch \\S+?(?=: | - status code )");

    private static final String NO_JSON = "Failed to fetch " + TABLE + ": the answer is no JSON: ";

    private final Library library;
    private final Catalog catalog;

    ChinaTools(Library library, Catalog catalog) {
        this.library = library;
        this.catalog = catalog;
    }

    List<Tool> all() {
        return List.of(Tool.named("get_available_services", "Services in China")
                .does("Lists the services of AWS that there are in the China regions, with their pages.")
                .hints(ToolHints.READ_REMOTE)
                .returns(OfficialTools.Shown.class)
                .answers(this::services));
    }

    /** The page on them as it is, and after it their list, which stands in the table of contents beside it. */
    private Tool.Outcome services(Call call) {
        Library.Copy page = named(PAGE, () -> library.page(AwsSites.CHINA_SERVICES, call));
        Catalog.Told<Contents> contents = named(TABLE, () -> catalog.contents(AwsSites.CHINA_SERVICES, call));
        List<Contents.Entry> services = contents.thing().services();
        if (services.isEmpty()) {
            throw new ToolFailure(
                    "not_found",
                    "Failed fetching list of available AWS Services, please go to " + AwsSites.CHINA_SERVICES
                            + " directly",
                    Duration.ZERO);
        }
        String text = OfficialText.whole(page.document(), AwsSites.CHINA_SERVICES) + list(services);
        ToolResult told = page.told(ToolResult.structured(new OfficialTools.Shown(text), text));
        return contents.note()
                .map(note -> told.noting("The list of services: " + note))
                .orElse(told);
    }

    private static String list(List<Contents.Entry> services) {
        return services.stream()
                .map(entry -> "- [" + entry.title() + "](" + entry.url().orElse("") + ")")
                .collect(Collectors.joining("\n", "\n\n## Services in Amazon Web Services China\n\n", ""));
    }

    /** What is had by that; failures call it so. */
    private static <T> T named(String what, Supplier<T> asking) {
        try {
            return asking.get();
        } catch (ToolFailure e) {
            throw new ToolFailure(e.code(), failure(what, String.valueOf(e.getMessage())), e.retryAfter());
        }
    }

    private static String failure(String what, String said) {
        Matcher fetch = FETCH.matcher(said);
        String wish = "Failed to fetch " + what;
        String told = fetch.find() ? wish + said.substring(fetch.end()) : wish + ": " + said;
        return told.replace(NO_JSON, "Failed to parse " + TABLE + " JSON: ");
    }
}

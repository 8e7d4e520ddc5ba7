package io.yumen.service.awsdocs;

import io.yumen.schema.Doc;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import io.yumen.tenant.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tool that reads many pages beforehand. */
final class PreloadTool {
    /** At ten requests a second, of which a page takes two where it has no Markdown. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private static final int SHOWN_FAILURES = 20;

    /** At once, of all callers. */
    private static final int AT_ONCE = 2;

    private static final Duration BUSY = Duration.ofMinutes(1);

    private final Preloader preloader;
    private final Set<Principal> callers = ConcurrentHashMap.newKeySet();
    private final Semaphore free = new Semaphore(AT_ONCE);

    PreloadTool(Preloader preloader) {
        this.preloader = preloader;
    }

    record Wanted(
            @Nullable @Doc(value = "URL of any page of a guide, all pages of which are wanted", max = 2_048)
            String url,

            @Doc(value = "URLs of single pages", max = Preloader.MOST, fallback = "[]")
            List<String> urls,

            @Doc(value = "Pages at most", min = 1, max = Preloader.MOST, fallback = "200")
            int limit) {}

    Tool tool() {
        return Tool.named("preload", "Preload pages")
                .does(
                        "Reads all pages of a guide of the AWS documentation, or a list of pages, so that they are searched"
                                + " and told at once.")
                .hints(ToolHints.READ_REMOTE)
                .returns(Preloader.Outcome.class)
                .answers(Wanted.class, this::load);
    }

    private Tool.Outcome load(Wanted input, Call call) {
        String url = input.url();
        if ((url == null) == input.urls().isEmpty()) {
            throw new ToolFailure("refused", "Say either \"url\", of a guide, or \"urls\", of pages", Duration.ZERO);
        }
        Principal caller = call.caller().principal();
        enter(caller);
        try {
            return load(url, input, call);
        } finally {
            free.release();
            callers.remove(caller);
        }
    }

    /** Each takes a place of the server for minutes: nobody waits for one of those here. */
    private void enter(Principal caller) {
        if (!callers.add(caller)) {
            throw new ToolFailure("busy", "A preload of yours is under way; wait until it ends, or cancel it", BUSY);
        }
        if (!free.tryAcquire()) {
            callers.remove(caller);
            throw new ToolFailure(
                    "busy", AT_ONCE + " others preload pages now; try again later, or read single pages", BUSY);
        }
    }

    private Tool.Outcome load(@Nullable String url, Wanted input, Call call) {
        call.waits(LONGEST);
        Preloader.Progress progress = (done, all) -> call.progress(done, all, done + " of " + all + " pages");
        Preloader.Outcome outcome = url == null
                ? preloader.pages(input.urls(), input.limit(), progress, call.cancellation())
                : preloader.guide(url, input.limit(), progress, call.cancellation());
        return ToolResult.structured(outcome, text(outcome));
    }

    private static String text(Preloader.Outcome outcome) {
        String failed = outcome.failed().stream()
                .limit(SHOWN_FAILURES)
                .map(each -> "\n- " + each.url() + ": " + each.reason())
                .collect(Collectors.joining());
        return outcome.loaded()
                + (outcome.loaded() == 1 ? " page is kept" : " pages are kept")
                + (outcome.old() == 0 ? "" : "; of " + outcome.old() + " more an older copy is kept")
                + (outcome.unkept() == 0 ? "" : "; " + outcome.unkept() + " more read and not kept, by a rule")
                + (outcome.more() == 0 ? "" : "; " + outcome.more() + " more left out by the limit")
                + (failed.isEmpty() ? "" : "; " + outcome.failed().size() + " could not be had:" + failed);
    }
}

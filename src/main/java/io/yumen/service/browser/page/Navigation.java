package io.yumen.service.browser.page;

import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import io.yumen.service.browser.page.Standing.Progress;
import io.yumen.service.browser.page.Tab.Answer;
import io.yumen.service.browser.wire.Wire;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where tabs go. */
public final class Navigation {
    private Navigation() {}

    /**
     * How a tab goes somewhere.
     *
     * @param leaving what a page is told that does not want to be left
     * @param longest how long it may load
     */
    public record Manner(Answer leaving, Duration longest) {}

    /** Whether all of the page is there. */
    public enum Arrival {
        LOADED,
        /** It still loads. */
        LOADING
    }

    /** Goes to an address. */
    public static Arrival to(Tab tab, String url, Manner manner) {
        UrlPolicy.refusal(url).ifPresent(refusal -> {
            throw new ToolFailure(refusal);
        });
        return go(tab, manner, () -> {
            JsonNode answer = tab.wire().call("Page.navigate", Wire.params().put("url", url), manner.longest());
            String fault = answer.path("errorText").asString("");
            if (!fault.isEmpty()) {
                throw new ToolFailure(tab.takeRefusal()
                        .orElse("The page " + PlainText.echo(url) + " could not be loaded: " + PlainText.echo(fault)));
            }
            return answer.has("loaderId");
        });
    }

    /** Loads the page again. */
    public static Arrival reload(Tab tab, Cache cache, Manner manner) {
        return go(tab, manner, () -> {
            tab.wire().call("Page.reload", Wire.params().put("ignoreCache", cache == Cache.IGNORED));
            return true;
        });
    }

    /** What of a page may come from what is kept of it. */
    public enum Cache {
        USED,
        IGNORED
    }

    /** Goes so many steps through the history; back are negative ones. */
    public static Arrival through(Tab tab, int steps, Manner manner) {
        JsonNode history = tab.wire().call("Page.getNavigationHistory");
        JsonNode entry =
                history.path("entries").path(history.path("currentIndex").asInt(0) + steps);
        if (entry.isMissingNode() || history.path("currentIndex").asInt(0) + steps < 0) {
            throw new ToolFailure("There is nothing to go " + (steps < 0 ? "back" : "forward") + " to on page "
                    + tab.number() + ": use navigate_page with a url");
        }
        return go(tab, manner, () -> {
            tab.wire()
                    .call(
                            "Page.navigateToHistoryEntry",
                            Wire.params().put("entryId", entry.path("id").asInt(0)));
            return true;
        });
    }

    /** @param start begins, and says whether another document comes */
    private static Arrival go(Tab tab, Manner manner, BooleanSupplier start) {
        tab.requireUsable();
        tab.takeRefusal();
        int before = tab.now().moves();
        tab.leaving(manner.leaving());
        try {
            Boolean isNew = Doing.untilDialog(tab, start::getAsBoolean, manner.longest());
            return arrive(tab, before, isNew, manner.longest());
        } finally {
            tab.leaving(null);
        }
    }

    private static Arrival arrive(Tab tab, int before, @Nullable Boolean isNew, Duration longest) {
        if (isNew == null || !isNew) {
            return Arrival.LOADED;
        }
        boolean isThere = tab.signal()
                .await(
                        () -> tab.dialog().isPresent()
                                || tab.end().isPresent()
                                || (tab.now().moves() > before && tab.now().progress() == Progress.LOADED),
                        longest);
        tab.takeRefusal().ifPresent(refusal -> {
            throw new ToolFailure(refusal);
        });
        tab.end().ifPresent(why -> {
            throw new ToolFailure("Page " + tab.number() + " " + why);
        });
        return isThere ? Arrival.LOADED : Arrival.LOADING;
    }
}

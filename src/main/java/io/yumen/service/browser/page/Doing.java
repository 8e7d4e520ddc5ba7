package io.yumen.service.browser.page;

import io.yumen.service.ToolFailure;
import io.yumen.service.browser.page.Standing.Progress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How long something is waited for that is done in a tab: until it is done, a dialog stops it, or it takes too long. */
final class Doing {
    /** A page that is led elsewhere by what is done to it shows so within that time. */
    private static final Duration STIR = Duration.ofMillis(100);

    /** What is loaded then is waited for so long: the answer says where the page is. */
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private Doing() {}

    private sealed interface Outcome<T> {
        record Done<T>(T value) implements Outcome<T> {}

        record Failed<T>(RuntimeException reason) implements Outcome<T> {}
    }

    /** Does what a user would, and waits for what comes of it. */
    static void act(Tab tab, Runnable action) {
        tab.requireUsable();
        tab.takeRefusal();
        untilDialog(
                tab,
                () -> {
                    action.run();
                    return true;
                },
                tab.limits().action());
        settle(tab);
        tab.takeRefusal().ifPresent(refusal -> {
            throw new ToolFailure(refusal);
        });
    }

    /** What that comes to; null where a dialog stops it. */
    static <T> @Nullable T untilDialog(Tab tab, Supplier<T> action, Duration longest) {
        AtomicReference<@Nullable Outcome<T>> outcome = new AtomicReference<>();
        Thread worker = Thread.ofVirtual().name("browser-action").start(() -> {
            outcome.set(outcomeOf(action));
            tab.signal().happened();
        });
        boolean isOver = tab.signal()
                .await(
                        () -> outcome.get() != null
                                || tab.dialog().isPresent()
                                || tab.end().isPresent(),
                        longest);
        Outcome<T> over = outcome.get();
        if (over == null) {
            tab.end().ifPresent(why -> {
                throw new ToolFailure("Page " + tab.number() + " " + why);
            });
        }
        if (over == null && !isOver) {
            worker.interrupt();
            throw new ToolFailure("Page " + tab.number() + " did not answer within " + longest.toSeconds()
                    + " s; take a screenshot to see how it stands");
        }
        return switch (over) {
            case null -> null;
            case Outcome.Done<T> done -> done.value();
            case Outcome.Failed<T> failed -> throw failed.reason();
        };
    }

    private static <T> Outcome<T> outcomeOf(Supplier<T> action) {
        try {
            return new Outcome.Done<>(action.get());
        } catch (RuntimeException failure) {
            return new Outcome.Failed<>(failure);
        }
    }

    private static void settle(Tab tab) {
        boolean stirs = tab.signal()
                .await(
                        () -> tab.now().progress() == Progress.LOADING
                                || tab.dialog().isPresent(),
                        STIR);
        if (stirs) {
            tab.signal()
                    .await(
                            () -> tab.now().progress() != Progress.LOADING
                                    || tab.dialog().isPresent()
                                    || tab.end().isPresent(),
                            SETTLE);
        }
    }
}

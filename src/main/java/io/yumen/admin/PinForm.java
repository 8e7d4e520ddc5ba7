package io.yumen.admin;

import io.yumen.pin.Difference;
import io.yumen.pin.Finding;
import io.yumen.pin.Pin;
import io.yumen.pin.Waiting;
import io.yumen.schema.Doc;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How pins are told to operators. */
final class PinForm {
    private PinForm() {}

    /** A pin without what its server says. */
    record Summary(
            String server,
            @Doc("tool, prompt, template or instructions") String kind,
            String name,
            @Doc("What is known of it, in a word") String state,

            @Doc("Since when its server does not offer it; left out where it does") @Nullable
            Instant gone,

            List<Approved> approved,

            @Doc("The digests of what was rejected") List<String> rejected,

            @Doc("What waits for a decision; left out where nothing does") @Nullable
            Open waiting,

            List<Concern> findings) {}

    /** A definition that may be used. */
    record Approved(
            String digest,
            Instant since,
            @Doc("Who approved it") String by) {}

    /** A definition that waits. */
    record Open(
            String digest, @Doc("Why it waits, in a word") String reason, Instant seen) {}

    /** Something in a definition that people should look at. */
    record Concern(
            @Doc("What it is, in a word") String concern,
            @Doc("Whether it is withheld for that") boolean grave,
            @Doc("Where it stands") String at,
            String detail) {}

    /** A place that is not as it was approved. */
    record Change(String at, String before, String after) {}

    /** A pin with all that its server says. */
    record Whole(
            Summary pin,
            @Doc("What was approved") String approvedText,

            @Doc("What waits for a decision; left out where nothing does") @Nullable
            String waitingText,

            @Doc("Where these differ") List<Change> difference) {}

    static Summary summary(Pin pin) {
        return new Summary(
                pin.server(),
                pin.kind().word(),
                pin.name(),
                pin.state(),
                pin.gone().orElse(null),
                pin.approved().stream()
                        .map(one -> new Approved(one.digest(), one.since(), one.by()))
                        .toList(),
                List.copyOf(pin.rejected()),
                pin.waiting()
                        .map(open -> new Open(open.digest(), open.reason().word(), open.seen()))
                        .orElse(null),
                findings(pin).stream().map(PinForm::concern).toList());
    }

    /** With what was approved, what waits, and the difference between them. */
    static Whole whole(Pin pin) {
        return new Whole(
                summary(pin),
                pin.text(),
                pin.waiting().map(Waiting::text).orElse(null),
                Difference.of(pin).stream()
                        .map(change -> new Change(change.at(), change.before(), change.after()))
                        .toList());
    }

    private static Concern concern(Finding finding) {
        return new Concern(finding.concern().word(), finding.concern().isGrave(), finding.at(), finding.detail());
    }

    private static List<Finding> findings(Pin pin) {
        return pin.waiting().map(Waiting::findings).orElse(pin.notes());
    }
}

package io.yumen.pin;

import io.yumen.pin.Pin.Approved;
import io.yumen.pin.PinConfig.Mode;
import io.yumen.pin.Waiting.Reason;
import io.yumen.protocol.JsonCodec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides about one definition that was said just now.
 *
 * @param config what becomes of what nobody approved
 * @param isFirst whether the server says such things for the first time
 * @param now the time
 */
record Judge(PinConfig config, boolean isFirst, Instant now, PinLimits limits) {
    /** What is known of it from now on. */
    Pin judge(Pin known, Definition said, List<Finding> findings) {
        Pin there = known.gone(Optional.empty());
        if (known.isApproved(said.digest()) || known.rejected().contains(said.digest())) {
            return there;
        }
        if (known.waiting().filter(open -> open.digest().equals(said.digest())).isPresent()) {
            return there;
        }
        Optional<Reason> reason = reason(known, findings);
        List<Finding> notes =
                findings.stream().filter(one -> !one.concern().isGrave()).toList();
        return reason.isPresent()
                ? there.waiting(new Waiting(said.digest(), text(said), reason.get(), now, findings))
                : there.noted(notes).approve(new Approved(said.digest(), now, ""), text(said), limits);
    }

    /** Why it may not be used; empty where it may. */
    Optional<Held> verdict(Pin pin, Definition said) {
        if (pin.rejected().contains(said.digest())) {
            return Optional.of(Held.REJECTED);
        }
        if (pin.isApproved(said.digest())) {
            return Optional.empty();
        }
        Reason reason = pin.waiting().map(Waiting::reason).orElse(Reason.CHANGED);
        return mode(reason) == Mode.QUARANTINE ? Optional.of(Held.of(reason)) : Optional.empty();
    }

    private Optional<Reason> reason(Pin known, List<Finding> findings) {
        if (findings.stream().anyMatch(one -> one.concern().isGrave())) {
            return Optional.of(Reason.SUSPICIOUS);
        }
        if (!known.approved().isEmpty() || !known.rejected().isEmpty()) {
            return Optional.of(Reason.CHANGED);
        }
        boolean isLate = !isFirst || known.waiting().isPresent();
        return isLate && config.added() != Mode.OFF ? Optional.of(Reason.ADDED) : Optional.empty();
    }

    private Mode mode(Reason reason) {
        return switch (reason) {
            case CHANGED, SUSPICIOUS -> config.changed();
            case ADDED -> config.added();
        };
    }

    private String text(Definition said) {
        String text = JsonCodec.text(said.tree());
        return text.length() > limits.kept() ? "" : text;
    }

    /** Why something may not be used. */
    enum Held {
        REJECTED("this definition of it was rejected"),
        CHANGED("its definition is not the one that was approved"),
        ADDED("it came after the first use of its server, and nobody has approved it"),
        SUSPICIOUS("its definition hides something or poses as another, and nobody has approved it");

        private final String why;

        Held(String why) {
            this.why = why;
        }

        static Held of(Reason reason) {
            return switch (reason) {
                case CHANGED -> CHANGED;
                case ADDED -> ADDED;
                case SUSPICIOUS -> SUSPICIOUS;
            };
        }

        String why() {
            return why;
        }
    }
}

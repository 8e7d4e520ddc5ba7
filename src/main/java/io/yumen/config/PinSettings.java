package io.yumen.config;

import io.yumen.pin.PinConfig;
import org.jspecify.annotations.Nullable;

/** What becomes of definitions that nobody has approved. */
@Setting.Word("mode")
public record PinSettings(
        @Setting(
                "What becomes of tools, prompts and instructions that a server changed since they were approved, or that hide something: nothing, they are flagged, or they are quarantined until somebody approves them. Left out, as for the gateway; there, quarantine where there is an access, else flag, for as long as the process remembers")
        @Nullable
        Mode mode,

        @Setting("What becomes of those that come after the first use of a server; left out, the same") @Nullable
        Mode added) {
    /** Nothing is said. */
    public static final PinSettings UNSAID = new PinSettings(null, null);

    public PinSettings {
        if (mode == Mode.OFF && added != null && added != Mode.OFF) {
            throw new BadSetting("added", "Where nothing is looked at, nothing that is added can be seen");
        }
    }

    /** What is done. */
    public enum Mode {
        OFF,
        FLAG,
        QUARANTINE
    }

    /** These, and where they do not say something, those. */
    PinSettings or(PinSettings others) {
        // Who says how strict a server is taken does not mean what was said of others' additions.
        return mode == null ? new PinSettings(others.mode, added == null ? others.added : added) : this;
    }

    /** Whether somebody wants them kept. */
    boolean isWanted() {
        return mode != null && mode != Mode.OFF;
    }

    /**
     * What follows.
     *
     * @param usual where nothing is said
     */
    PinConfig config(PinConfig.Mode usual) {
        PinConfig.Mode changed = mode == null ? usual : PinConfig.Mode.valueOf(mode.name());
        return new PinConfig(changed, added == null ? changed : PinConfig.Mode.valueOf(added.name()));
    }
}

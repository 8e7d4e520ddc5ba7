package io.yumen.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who did what: what is recorded of it, where, and what may be done that cannot be recorded. */
public record AuditSettings(
        @Setting(
                value =
                        "auto: a trail is kept where serve and stdio can write one; on: the gateway starts only with one; off: there is none",
                fallback = "auto")
        Trail trail,

        @Setting(
                value =
                        "best-effort: a call that cannot be recorded is made, and counted; strict: it is refused, and each call waits for the disk",
                fallback = "best-effort")
        Strictness calls,

        @Setting(value = "The same for what operators order of the gateway", fallback = "strict")
        Strictness orders,

        @Setting(
                value =
                        "calls: what uses tools, prompts, resources, skills and tasks, and all that is refused; all: lists, too",
                fallback = "calls")
        Scope record,

        @Setting(
                value =
                        "Arguments whose values are recorded, each as \"server/tool/argument\"; * stands for any name. Of others only names and a digest are")
        List<String> arguments,

        @Setting("The folder of the trail. Left out: audit in the folder of the gateway's state") @Nullable
        String directory,

        @Setting(
                "The file of the trail's key, made where there is none; not in the folder of the trail. Left out: keys/audit.key in the folder of the gateway's state")
        @Nullable
        String key,

        @Setting(value = "The size at which a file is followed by the next", fallback = "64MiB")
        ByteSize fileSize,

        @Setting(value = "The age at which it is", fallback = "1d")
        Duration fileAge,

        @Setting(value = "The size of all files together; the oldest are removed", fallback = "2GiB")
        ByteSize keepSize,

        @Setting(value = "How long a file is kept after its last record", fallback = "90d")
        Duration keepFor,

        @Setting(value = "Records that wait to be written; more are lost, and counted", fallback = "10000")
        int queue,

        @Setting("Where copies of all records go, by a name for each")
        Map<String, SinkSettings> sinks) {
    public AuditSettings {
        arguments = List.copyOf(arguments);
        sinks = Collections.unmodifiableMap(new LinkedHashMap<>(sinks));
        if (trail == Trail.OFF && !sinks.isEmpty()) {
            throw new BadSetting("sinks", "Sinks get copies of the trail, and \"trail\" is \"off\"");
        }
        BadSetting.requirePositive("fileAge", fileAge);
        BadSetting.requirePositive("keepFor", keepFor);
        BadSetting.requirePositive("queue", queue);
        if (keepSize.bytes() < fileSize.bytes()) {
            throw new BadSetting("keepSize", "All files together are at least as large as one (fileSize)");
        }
    }

    /** The same with a trail in that folder, and its key apart from it, where the settings do not say where. */
    public AuditSettings in(String state) {
        return new AuditSettings(
                trail,
                calls,
                orders,
                record,
                arguments,
                directory == null ? state + "/audit" : directory,
                key == null ? state + "/keys/audit.key" : key,
                fileSize,
                fileAge,
                keepSize,
                keepFor,
                queue,
                sinks);
    }

    /** Whether there is a trail. */
    public enum Trail {
        AUTO,
        ON,
        OFF
    }

    /** What becomes of that which cannot be recorded. */
    public enum Strictness {
        BEST_EFFORT,
        STRICT
    }

    /** Which requests are recorded. */
    public enum Scope {
        CALLS,
        ALL
    }
}

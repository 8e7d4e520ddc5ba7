package io.yumen.service.helm.worker;

import java.util.List;
import java.util.Set;

/**
 * What Helm is to do, once.
 *
 * @param library the file of its library
 * @param deed what
 * @param chart of which chart; without a name where it is of none
 * @param release of which release; without a name where it is of none
 * @param options how
 */
public record Job(String library, Deed deed, Chart chart, Release release, Options options) {
    /** What Helm can do. */
    public enum Deed {
        SEARCH,
        SHOW,
        LINT,
        TEMPLATE,
        INSTALL,
        UPGRADE,
        UNINSTALL,
        TEST
    }

    /**
     * A chart.
     *
     * @param name a file or a folder
     * @param version or a range of versions, for what searches; empty for the newest
     */
    public record Chart(String name, String version) {
        public static final Chart NONE = new Chart("", "");
    }

    /**
     * A release.
     *
     * @param values the file of values that are given; empty where none are
     * @param description of its revision; empty for Helm's own
     */
    public record Release(String name, String namespace, String values, String description) {
        public static final Release NONE = new Release("", "", "", "");
    }

    /**
     * How it is done.
     *
     * @param part what is shown of a chart
     * @param timeoutSec how long Helm waits for what it made
     */
    public record Options(String part, int timeoutSec, List<Flag> flags) {
        public static final Options NONE = new Options("", 0, List.of());

        public Options {
            flags = List.copyOf(Set.copyOf(flags));
        }
    }

    /** What is done otherwise than usual. */
    public enum Flag {
        /** Versions that are not released yet count. */
        DEVEL,
        /** It has succeeded when all that it made is ready. */
        WAIT,
        /** What fails is taken back. */
        ATOMIC,
        CREATE_NAMESPACE,
        SKIP_CRDS,
        /** The values of the revision before are forgotten. */
        RESET_VALUES,
        /** They are kept, below those that are given. */
        REUSE_VALUES,
        KEEP_HISTORY
    }

    /** Whether it is done so. */
    boolean is(Flag flag) {
        return options.flags().contains(flag);
    }

    /** The same as numbers, as the library wants them. */
    int flag(Flag flag) {
        return is(flag) ? 1 : 0;
    }
}

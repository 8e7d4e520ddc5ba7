package io.yumen.service.browser.snapshot;

import java.util.List;

/** Knows what stands below a node, through the borders of frames. May ask a browser for it. */
@FunctionalInterface
public interface Branches {
    List<Spot> below(Spot spot);
}

package io.yumen.tidy;

import java.util.List;

/** One thing that must hold over the sources; what breaks it is the answer. */
public interface Rule {
    List<Violation> check(List<Source> sources);
}

package io.yumen.kube.api;

import java.util.List;

/** Who asks. */
public record User(String name, List<String> groups) {
    static final String ADMINISTRATORS = "system:masters";

    boolean isAdministrator() {
        return groups.contains(ADMINISTRATORS);
    }
}

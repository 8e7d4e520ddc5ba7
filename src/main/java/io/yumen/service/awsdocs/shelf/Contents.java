package io.yumen.service.awsdocs.shelf;

import java.util.List;

/**
 * What is searched of a copy.
 *
 * @param labels what it belongs to
 * @param passages its sections; none where it is not searched
 */
public record Contents(String title, Labels labels, List<Passage> passages) {
    /** Of what is only kept. */
    public static final Contents NOT_SEARCHED = new Contents("", Labels.NONE, List.of());

    public Contents {
        passages = List.copyOf(passages);
    }
}

package io.yumen.service.kubernetes.api;

import io.yumen.catalogue.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a kind are wanted.
 *
 * @param namespace where; empty for everywhere
 * @param labels a selector by labels, or null
 * @param fields a selector by fields, or null
 */
public record Selection(
        String namespace, @Nullable String labels, @Nullable String fields) {
    /** All of a namespace; everywhere where that is empty. */
    public static Selection in(String namespace) {
        return new Selection(namespace, null, null);
    }

    /** One page of them. */
    Parameters page(int limit, @Nullable String next) {
        return new Parameters()
                .put("labelSelector", labels)
                .put("fieldSelector", fields)
                .put("limit", Integer.toString(limit))
                .put("continue", next);
    }
}

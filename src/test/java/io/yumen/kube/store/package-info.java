/** The objects of the fake cluster, by kind, with the versions and events that watches need. Called by {@code kube.api}. */
@NullMarked
package io.yumen.kube.store;

import org.jspecify.annotations.NullMarked;

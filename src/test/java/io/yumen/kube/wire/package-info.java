/** How the fake cluster speaks HTTP/1.1 over TLS. Called by {@code KubeServer}. */
@NullMarked
package io.yumen.kube.wire;

import org.jspecify.annotations.NullMarked;

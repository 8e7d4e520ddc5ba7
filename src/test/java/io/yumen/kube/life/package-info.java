/** What kubelets and controllers do in a real cluster. Called by {@code KubeServer} and {@code kube.api}. */
@NullMarked
package io.yumen.kube.life;

import org.jspecify.annotations.NullMarked;

/** What controllers do in a real cluster. Called by {@code KubeServer}. */
@NullMarked
package io.yumen.kube.life;

import org.jspecify.annotations.NullMarked;

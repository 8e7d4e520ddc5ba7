/** What the API server answers: discovery, objects, watches, patches, reviews. Called by {@code KubeServer}. */
@NullMarked
package io.yumen.kube.api;

import org.jspecify.annotations.NullMarked;

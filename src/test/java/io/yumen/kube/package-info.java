/**
 * A Kubernetes API server in memory, for tests: no real one can be had. It is held to what published clients expect of one,
 * by tests that run kubectl and another MCP server on it.
 */
@NullMarked
package io.yumen.kube;

import org.jspecify.annotations.NullMarked;

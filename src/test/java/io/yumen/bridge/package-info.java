/**
 * The bridge between the eras, shown whole: clients of every dialect on the raw wire, a gateway, and real servers of every
 * kind. {@link io.yumen.bridge.BridgeMatrixTest} holds {@code docs/bridge-matrix.md}.
 */
package io.yumen.bridge;

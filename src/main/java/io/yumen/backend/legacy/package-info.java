/**
 * Servers of the legacy era (2024-11-05 to 2025-11-25): sessions, requests in both directions, subscriptions. Makes one
 * look like a server of the modern era. {@code backend.stdio}, {@code .websocket} and {@code .http} open a
 * {@link io.yumen.backend.legacy.LegacyConnection} over their links. May import the backend and what stands below it.
 */
@NullMarked
package io.yumen.backend.legacy;

import org.jspecify.annotations.NullMarked;

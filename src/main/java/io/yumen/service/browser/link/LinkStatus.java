package io.yumen.service.browser.link;

import java.time.Instant;
import java.util.Optional;

/**
 * What operators see of a connection.
 *
 * @param state where it stands
 * @param lastHealthCheck when the browser gave its last sign of life
 * @param reconnects how often it was opened again after it was lost, since the start
 * @param leases how many sessions share it
 */
public record LinkStatus(LinkState state, Optional<Instant> lastHealthCheck, long reconnects, int leases) {}

package io.yumen.service.awsdocs.shelf;

import io.yumen.service.awsdocs.upstream.Freshness;
import java.time.Instant;

/**
 * How old a copy is.
 *
 * @param freshness what AWS said of it
 * @param fetched when its text came
 * @param checked when AWS last said that this is how it is
 */
public record Stamp(Freshness freshness, Instant fetched, Instant checked) {}

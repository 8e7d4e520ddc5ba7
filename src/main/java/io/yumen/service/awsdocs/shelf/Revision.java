package io.yumen.service.awsdocs.shelf;

import java.time.Instant;

/**
 * A page as it once was.
 *
 * @param hash of the text that readers saw
 * @param fetched when it came
 */
public record Revision(String hash, Instant fetched) {}

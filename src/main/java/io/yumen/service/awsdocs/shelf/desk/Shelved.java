package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Stamp;

/**
 * A copy, as operators see it.
 *
 * @param age what may be done with it still
 * @param characters of what is told of it, or of what came
 * @param hash names what readers see of it
 */
public record Shelved(Key key, Stamp stamp, Age age, int characters, String hash) {}

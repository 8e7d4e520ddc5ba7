package io.yumen.service.awsdocs.shelf.desk;

import java.util.Optional;

/**
 * What holds for some addresses, whatever AWS says of them.
 *
 * @param pattern of the addresses; {@code *} stands for anything
 * @param lifetime of copies; empty where none is kept
 */
public record Rule(Pattern pattern, Optional<Lifetime> lifetime) {}

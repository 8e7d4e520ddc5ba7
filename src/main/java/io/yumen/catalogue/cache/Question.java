package io.yumen.catalogue.cache;

import io.yumen.tenant.Principal;

/**
 * What was asked: nobody is told what another one may see, or what another system said.
 *
 * @param backend the system that is asked
 * @param who for whom
 * @param by by which credential of his; empty where all callers are asked for by the same
 * @param text all that is asked
 */
public record Question(String backend, Principal who, String by, String text) {}

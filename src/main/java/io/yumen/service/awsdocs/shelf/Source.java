package io.yumen.service.awsdocs.shelf;

import io.yumen.service.awsdocs.upstream.Form;

/**
 * What came.
 *
 * @param address where it was found in the end
 * @param text as it came
 * @param hash names what readers see of it
 */
public record Source(String address, Form form, String text, String hash) {}

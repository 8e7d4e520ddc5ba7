/**
 * Answers that a model can read and afford: lists and single things in the detail, fields and format that the caller asked for, cut to
 * a size, with what was cut and how to get it, and without secrets. Services make their results here. May import service, schema,
 * protocol and tenant.
 */
@NullMarked
package io.yumen.service.answer;

import org.jspecify.annotations.NullMarked;

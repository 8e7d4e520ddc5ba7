/**
 * What a route of {@code /api/v1} is: where it stands, who may call it, what it takes, answers and fails with, and what it does, all in
 * one place ({@link io.yumen.admin.api.Route}); and the description in OpenAPI that is made of all of them. The operations API is made
 * of these. Imports the schemas of records and what is below.
 */
@NullMarked
package io.yumen.admin.api;

import org.jspecify.annotations.NullMarked;

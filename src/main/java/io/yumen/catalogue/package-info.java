/**
 * REST services elsewhere, as built-in services ask them: one client with credentials, deadlines, caps and words for what goes
 * wrong, and as whom it asks ({@link io.yumen.catalogue.TargetIdentity}). Called by the services of {@code service.*}. May import service,
 * service.answer, catalogue.cache, oauth, oauth.caller, http, schema, protocol.
 */
@NullMarked
package io.yumen.catalogue;

import org.jspecify.annotations.NullMarked;

/**
 * Makes a handler of the exchange of a built-in service: {@link io.yumen.service.host.ServiceHandler} answers every request
 * of the protocol from what the service offers. Only the composition root and tests call it. May import service and what
 * stands below it.
 */
@NullMarked
package io.yumen.service.host;

import org.jspecify.annotations.NullMarked;

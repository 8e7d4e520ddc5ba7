/**
 * A stand-in for AWS's sites on this machine, with a few pages of our own about a service that does not exist: for trying the AWS
 * documentation out without the Internet, and for tests. Knows nothing of what asks it. May import http, http.server, protocol, secret.
 */
@NullMarked
package io.yumen.service.awsdocs.demo;

import org.jspecify.annotations.NullMarked;

/** Whole gateways with real peers: the conformance suites, real servers, and the clients that users have. */
package io.yumen.e2e;

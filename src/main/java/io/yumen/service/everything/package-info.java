/**
 * The {@code everything} server: every feature of the protocol, in a form that a person can try and a test can check. It is
 * the demo of a fresh gateway and the fixture behind it in tests; the {@code test_} names and the task tools are those that
 * the official conformance suite calls. The composition root starts it. May import the service contract and what stands
 * below.
 */
@NullMarked
package io.yumen.service.everything;

import org.jspecify.annotations.NullMarked;

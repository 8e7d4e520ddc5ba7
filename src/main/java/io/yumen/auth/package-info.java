/**
 * Who may come in. Every request of every wire and route passes {@link io.yumen.auth.AccessChain}, whose outcome is an {@link
 * io.yumen.auth.Admission}: an access, or a refusal. What a request shows decides which one proof is tried; nothing falls
 * through from one to another. Nobody but this room makes a principal. The transports, the operators' API and the composition
 * root call it; it may import the store, the HTTP face and values.
 */
@NullMarked
package io.yumen.auth;

import org.jspecify.annotations.NullMarked;

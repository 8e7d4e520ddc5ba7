/**
 * What happens to a whole gateway, and to those who use it, when servers and clients misbehave: each kind again and again,
 * beside others who must not notice, with nothing left behind.
 */
package io.yumen.faults;

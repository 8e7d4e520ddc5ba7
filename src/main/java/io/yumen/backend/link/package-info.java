/**
 * How messages get to one server and back, whatever they mean: a {@link io.yumen.backend.link.Link}, and what links have in
 * common, such as many calls on one pipe. Transports towards servers provide links; {@code backend.modern} and
 * {@code backend.legacy} speak over them. May import exchange and what stands below it.
 */
@NullMarked
package io.yumen.backend.link;

import org.jspecify.annotations.NullMarked;

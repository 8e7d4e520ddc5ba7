/**
 * The edge towards clients of the modern era: {@link io.yumen.session.modern.ModernEdge} makes an exchange of what came, and
 * parks a call that must ask its client until the client has answered. Transports call it. May import session and what
 * stands below it.
 */
@NullMarked
package io.yumen.session.modern;

import org.jspecify.annotations.NullMarked;

/**
 * What runs Helm, in a process of its own: {@link io.yumen.service.helm.worker.Main} takes one {@link io.yumen.service.helm.worker.Job} from
 * its standard input, does it with Helm's library, answers with one line, and ends. Started by {@code service.helm.chart}. May import
 * schema, protocol.
 */
@NullMarked
package io.yumen.service.helm.worker;

import org.jspecify.annotations.NullMarked;

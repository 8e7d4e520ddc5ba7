/**
 * The trail: the records of the audit in files that only grow, each record bound to the one before it, so that {@link
 * io.yumen.audit.trail.Verifier} finds the first that was changed, moved or taken away. {@link io.yumen.audit.trail.Trail}
 * writes, {@link io.yumen.audit.trail.Search} reads. Made by the composition root and by the commands that read a trail. May
 * import the audit's values, the protocol's codec and secrets.
 *
 * <p>On disk: a folder for each process that writes at a time, {@code DIRECTORY/1}, {@code DIRECTORY/2}; in it files {@code
 * audit-00000001.jsonl} and so on, the last of which grows. Every line ends in {@code "prev"}, the SHA-256 of the line before,
 * and {@code "mac"}, the HMAC-SHA-256 of the line up to there. Where the last record is stands in a file of its own beside
 * the key, the {@link io.yumen.audit.trail.Anchor}, because a trail cannot tell that its own end is missing.
 */
@NullMarked
package io.yumen.audit.trail;

import org.jspecify.annotations.NullMarked;

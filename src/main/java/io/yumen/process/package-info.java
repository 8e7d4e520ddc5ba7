/**
 * Child processes and their life: started without a shell interpreting anything of the user's, with a scrubbed
 * environment, in a group of their own, drained, ended with everything that they started, and never outliving us.
 * {@link io.yumen.process.Children} starts a {@link io.yumen.process.ChildProcess}; {@code backend.stdio} calls it.
 * {@link io.yumen.process.Warden} makes the {@link io.yumen.process.World} that a child is in.
 * Imports nothing of ours but {@code process.pipe}.
 */
@NullMarked
package io.yumen.process;

import org.jspecify.annotations.NullMarked;

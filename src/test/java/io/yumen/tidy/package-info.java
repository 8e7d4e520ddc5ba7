/**
 * The rules that a machine can hold over the sources: each reads the parsed files and answers with what breaks it.
 * {@code TidyTest} runs them over the repository, {@code RulesTest} proves that each of them can fail.
 */
@NullMarked
package io.yumen.tidy;

import org.jspecify.annotations.NullMarked;

package io.yumen.store.disk;

/**
 * What turns a file of one format into one of the next. All that are needed run in one commit, after the file was copied; each
 * stays as it is for as long as there may be files of its format.
 */
@FunctionalInterface
interface Migration {
    void apply(Tables tables);
}

package io.yumen.service.awsdocs.read;

import io.yumen.schema.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has changed between two texts of a page, block by block. */
public record Difference(
        @Doc("The address of the page") String url,
        @Doc("Names the older text") String before,
        @Doc("Names the newer text") String after,
        @Doc("How many blocks are as they were") int same,
        @Doc("How many blocks are new") int added,
        @Doc("How many blocks are gone") int removed,
        @Doc("How many blocks say something else") int changed,
        @Doc("The changes in order") List<Change> changes,
        @Doc("How many changes are left out") int more) {
    public Difference {
        changes = List.copyOf(changes);
    }

    /** What became of a block. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /** A block that is not as it was. */
    public record Change(
            @Doc("What became of the block") Kind kind,

            @Doc("The titles that it stands under, the outermost first")
            List<String> path,

            @Doc("The address to cite it by") String url,

            @Nullable @Doc("The titles of the columns, where it is a table")
            String columns,

            @Doc("The lines that are gone") List<String> removed,
            @Doc("The lines that are new") List<String> added) {
        public Change {
            path = List.copyOf(path);
            removed = List.copyOf(removed);
            added = List.copyOf(added);
        }
    }
}

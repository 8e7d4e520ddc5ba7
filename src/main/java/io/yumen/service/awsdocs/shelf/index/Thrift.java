package io.yumen.service.awsdocs.shelf.index;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Writes files anew one at a time and only when it is told to, so that the space which that takes for a while is known. Used by the
 * thread that writes.
 */
final class Thrift extends FilterMergePolicy {
    private static final double MIB = 1 << 20;

    /** The part of a file that is deleted before it is worth the work. */
    private static final double WORTH = 0.12;

    private final AtomicBoolean allowed = new AtomicBoolean();

    Thrift(IndexLimits limits) {
        super(tiers(limits));
    }

    private static TieredMergePolicy tiers(IndexLimits limits) {
        TieredMergePolicy tiers = new TieredMergePolicy();
        double segment = limits.segment() / MIB;
        tiers.setMaxMergedSegmentMB(segment);
        tiers.setFloorSegmentMB(Math.min(2, segment / 8));
        tiers.setSegmentsPerTier(8);
        tiers.setDeletesPctAllowed(20);
        tiers.setNoCFSRatio(1);
        return tiers;
    }

    /** The next question for what to write anew is answered, with one file at most. */
    void allow() {
        allowed.set(true);
    }

    @Override
    public @Nullable MergeSpecification findMerges(MergeTrigger trigger, SegmentInfos segments, MergeContext context)
            throws IOException {
        if (!allowed.getAndSet(false)) {
            return null;
        }
        MergeSpecification all = in.findMerges(trigger, segments, context);
        return all == null || all.merges.isEmpty() ? null : one(all.merges.getFirst());
    }

    /** The one file in which most is deleted. */
    @Override
    public @Nullable MergeSpecification findForcedDeletesMerges(SegmentInfos segments, MergeContext context)
            throws IOException {
        List<SegmentCommitInfo> deleted = segments.asList().stream()
                .filter(segment -> deletions(segment, context) > WORTH * segment.info.maxDoc()
                        && !context.getMergingSegments().contains(segment))
                .toList();
        return deleted.stream()
                .max(Comparator.comparingDouble(segment -> gain(segment, context)))
                .map(segment -> one(new OneMerge(List.of(segment))))
                .orElse(null);
    }

    @Override
    public @Nullable MergeSpecification findFullFlushMerges(
            MergeTrigger trigger, SegmentInfos segments, MergeContext context) {
        return null;
    }

    private static MergeSpecification one(OneMerge merge) {
        MergeSpecification specification = new MergeSpecification();
        specification.add(merge);
        return specification;
    }

    private static double gain(SegmentCommitInfo segment, MergeContext context) {
        try {
            return (double) segment.sizeInBytes() * deletions(segment, context) / segment.info.maxDoc();
        } catch (IOException e) {
            return 0;
        }
    }

    private static int deletions(SegmentCommitInfo segment, MergeContext context) {
        try {
            return context.numDeletesToMerge(segment);
        } catch (IOException e) {
            return 0;
        }
    }
}

package io.yumen.service.awsdocs;

import io.yumen.service.awsdocs.shelf.desk.ShelfLimits;
import io.yumen.service.awsdocs.upstream.PageAddress;
import io.yumen.service.awsdocs.upstream.Site;
import io.yumen.service.awsdocs.upstream.SitesConfig;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of the AWS documentation is served.
 *
 * @param partitions whose pages may be read
 * @param sites where they are
 * @param shelf how long what was read of them is told again
 * @param preload what is read at the start
 */
public record AwsDocsConfig(Set<Partition> partitions, SitesConfig sites, ShelfLimits shelf, Preload preload) {
    public AwsDocsConfig {
        partitions = Set.copyOf(partitions);
        if (partitions.isEmpty()) {
            throw new IllegalArgumentException("The AWS documentation is that of one partition at least: aws, aws-cn");
        }
        Set<Partition> served = partitions;
        preload.all().forEach(page -> requireServed(page, served));
    }

    /**
     * What is read at the start.
     *
     * @param guides addresses of pages of guides, which are read whole
     * @param pages addresses of single pages
     */
    public record Preload(List<String> guides, List<String> pages) {
        /** Nothing is. */
        public static final Preload NOTHING = new Preload(List.of(), List.of());

        public Preload {
            guides = List.copyOf(guides);
            pages = List.copyOf(pages);
        }

        private Stream<String> all() {
            return Stream.concat(guides.stream(), pages.stream());
        }
    }

    /** What the settings name is looked at before anything is started. */
    private static void requireServed(String guide, Set<Partition> partitions) {
        Site site = PageAddress.of(guide).site();
        if (partitions.stream().noneMatch(partition -> partition.has(site))) {
            throw new IllegalArgumentException("What is preloaded is of a partition that is served, unlike " + guide);
        }
    }

    /** The same of which nothing is read at the start. */
    public AwsDocsConfig(Set<Partition> partitions, SitesConfig sites, ShelfLimits shelf) {
        this(partitions, sites, shelf, Preload.NOTHING);
    }

    /** The same of which that is read at the start. */
    public AwsDocsConfig preloading(Preload some) {
        return new AwsDocsConfig(partitions, sites, shelf, some);
    }

    /** Whether callers may name pages of that address. */
    boolean has(Site site) {
        return partitions.stream().anyMatch(partition -> partition.has(site));
    }
}

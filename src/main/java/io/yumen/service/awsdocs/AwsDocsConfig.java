package io.yumen.service.awsdocs;

import io.yumen.service.awsdocs.shelf.desk.ShelfLimits;
import io.yumen.service.awsdocs.upstream.PageAddress;
import io.yumen.service.awsdocs.upstream.Site;
import io.yumen.service.awsdocs.upstream.SitesConfig;
import java.util.List;
import java.util.Set;

/**
 * What of the AWS documentation is served.
 *
 * @param partitions whose pages may be read
 * @param sites where they are
 * @param shelf how long what was read of them is told again
 * @param preload addresses of pages of guides that are read whole at the start
 */
public record AwsDocsConfig(Set<Partition> partitions, SitesConfig sites, ShelfLimits shelf, List<String> preload) {
    public AwsDocsConfig {
        partitions = Set.copyOf(partitions);
        preload = List.copyOf(preload);
        if (partitions.isEmpty()) {
            throw new IllegalArgumentException("The AWS documentation is that of one partition at least: aws, aws-cn");
        }
        Set<Partition> served = partitions;
        preload.forEach(guide -> requireServed(guide, served));
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
        this(partitions, sites, shelf, List.of());
    }

    /** The same of which those guides are read at the start. */
    public AwsDocsConfig preloading(List<String> guides) {
        return new AwsDocsConfig(partitions, sites, shelf, guides);
    }

    /** Whether callers may name pages of that address. */
    boolean has(Site site) {
        return partitions.stream().anyMatch(partition -> partition.has(site));
    }
}

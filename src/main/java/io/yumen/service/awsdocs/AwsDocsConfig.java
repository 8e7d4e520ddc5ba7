package io.yumen.service.awsdocs;

import io.yumen.service.awsdocs.shelf.desk.ShelfLimits;
import io.yumen.service.awsdocs.upstream.Site;
import io.yumen.service.awsdocs.upstream.SitesConfig;
import java.util.Set;

/**
 * What of the AWS documentation is served.
 *
 * @param partitions whose pages may be read
 * @param sites where they are
 * @param shelf how long what was read of them is told again
 */
public record AwsDocsConfig(Set<Partition> partitions, SitesConfig sites, ShelfLimits shelf) {
    public AwsDocsConfig {
        partitions = Set.copyOf(partitions);
        if (partitions.isEmpty()) {
            throw new IllegalArgumentException("The AWS documentation is that of one partition at least: aws, aws-cn");
        }
    }

    /** Whether callers may name pages of that address. */
    boolean has(Site site) {
        return partitions.stream().anyMatch(partition -> partition.has(site));
    }
}

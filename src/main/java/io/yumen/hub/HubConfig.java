package io.yumen.hub;

import io.yumen.hub.lists.ListLimits;
import io.yumen.hub.members.FleetConfig;
import io.yumen.hub.names.Prefixing;
import io.yumen.hub.search.SearchConfig;

/**
 * How the hub makes many servers look like one.
 *
 * @param prefixing when a tool or prompt carries its server's name
 * @param pageSize entries of a page of a merged list; zero for one page as long as the limit allows
 * @param search whether a long list of tools becomes a search over it
 * @param limits how long the hub waits and how much it keeps
 * @param lists how lists are read and kept
 */
public record HubConfig(Prefixing prefixing, int pageSize, SearchConfig search, HubLimits limits, ListLimits lists) {
    public static final HubConfig DEFAULT =
            new HubConfig(Prefixing.AUTO, 0, SearchConfig.OFF, HubLimits.DEFAULT, ListLimits.DEFAULT);

    public HubConfig {
        if (pageSize < 0) {
            throw new IllegalArgumentException("The page size is zero or more");
        }
    }

    FleetConfig fleet() {
        return new FleetConfig(prefixing, limits.maxCatalogs(), lists.idle());
    }

    int entriesPerPage() {
        return pageSize == 0 ? limits.pageLimit() : pageSize;
    }
}

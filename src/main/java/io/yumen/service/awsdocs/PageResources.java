package io.yumen.service.awsdocs;

import io.yumen.protocol.RpcException;
import io.yumen.service.Call;
import io.yumen.service.Completer;
import io.yumen.service.Resource;
import io.yumen.service.ResourceContents;
import io.yumen.service.ResourceTemplate;
import io.yumen.service.ToolFailure;
import io.yumen.service.awsdocs.read.PassageReader;
import io.yumen.service.awsdocs.upstream.Site;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Pages as resources: all can be read, and those that were read last are listed. */
final class PageResources {
    private static final String TYPE = "text/markdown";

    private final AwsDocsConfig config;
    private final Library library;
    private final RecentPages recent;

    PageResources(AwsDocsConfig config, Library library, RecentPages recent) {
        this.config = config;
        this.library = library;
        this.recent = recent;
    }

    ResourceTemplate template() {
        return new ResourceTemplate(
                PageUri.TEMPLATE,
                "page",
                "A page of the AWS documentation by its address, with awsdocs: in place of https:",
                TYPE,
                this::read,
                Map.of("host", this::hosts, "path", this::paths));
    }

    List<Resource> all() {
        return recent.all().stream().map(this::resource).toList();
    }

    private Resource resource(RecentPages.Entry entry) {
        return new Resource(
                PageUri.of(entry.address()), entry.title(), entry.address().address(), TYPE, this::read);
    }

    private Resource.Outcome read(String uri, Map<String, String> variables, Call call) {
        String url = PageUri.address(uri).orElseThrow(() -> Resource.notFound(uri));
        try {
            Library.Copy copy = library.page(url, call);
            Stream<ResourceContents> page =
                    Stream.of(ResourceContents.text(uri, TYPE, new PassageReader(copy.document(), url).whole()));
            Stream<ResourceContents> note =
                    copy.said().stream().map(said -> ResourceContents.text(uri, "text/plain", said));
            return new Resource.Reading(Stream.concat(page, note).toList(), copy.good(), Resource.Reading.Scope.PUBLIC);
        } catch (ToolFailure failure) {
            throw failure.code().equals("unreachable")
                    ? RpcException.unavailable(String.valueOf(failure.getMessage()))
                    : Resource.notFound(uri);
        }
    }

    private List<String> hosts(String typed, Map<String, String> others, Call call) {
        return Completer.startingWith(
                typed,
                Arrays.stream(Site.values()).filter(config::has).map(Site::host).toList());
    }

    /** Of pages that were read: nobody knows all that there are. */
    private List<String> paths(String typed, Map<String, String> others, Call call) {
        String host = others.getOrDefault("host", "");
        return Completer.startingWith(
                typed,
                recent.all().stream()
                        .map(RecentPages.Entry::address)
                        .filter(address ->
                                host.isEmpty() || address.site().host().equals(host))
                        .map(address -> address.path().substring(1))
                        .distinct()
                        .toList());
    }
}

package io.yumen.service.helm.chart;

import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import io.yumen.service.answer.YamlText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Fetches the files of charts, so that Helm need not, which would go wherever an index, a redirect or a registry sends it. Safe for many
 * threads.
 */
final class Archives {
    /** Most have some kB; Helm unpacks 100 MiB. */
    static final int MOST_BYTES = 20 << 20;

    /** As indexes write the address of a chart in a registry. */
    private static final Pattern TAGGED = Pattern.compile("(oci://[^/?#\\s]+)/([^:?#\\s]+):([\\w][-\\w.]{0,127})");

    private final Repositories repositories;
    private final RepositoryClient client;
    private final Indexes indexes;
    private final Ranges ranges;

    Archives(Repositories repositories, RepositoryClient client, Indexes indexes, Ranges ranges) {
        this.repositories = repositories;
        this.client = client;
        this.indexes = indexes;
        this.ranges = ranges;
    }

    /** Helm's own understanding of ranges of versions. */
    interface Ranges {
        /**
         * The newest version in a range.
         *
         * @param index where the versions are listed, packed
         * @param chart by its name in that repository
         */
        Optional<String> newest(String repository, byte[] index, String chart, String range, Call call);
    }

    /** The file of a chart. */
    byte[] of(Repositories.Found found, Call call) {
        HelmConfig.Repository repository = repositories.repository(found.repository());
        return repository.isRegistry() ? ofRegistry(found, repository, call) : ofIndex(found, repository, call);
    }

    private byte[] ofIndex(Repositories.Found found, HelmConfig.Repository repository, Call call) {
        byte[] index = indexes.of(found.repository(), repository, call);
        Map<String, String> addresses = addresses(index, found);
        String version = chosen(found, addresses.keySet(), index, found.chart(), call);
        String address = addresses.getOrDefault(version, "");
        if (address.isEmpty()) {
            throw strange(
                    "\"" + found.repository() + "\" lists " + found.chart() + " " + version + " and no address of it");
        }
        RepositoryClient.Wanted home = new RepositoryClient.Wanted(
                found.repository(),
                URI.create(repository.base() + "/"),
                repository.caFile(),
                Map.of(),
                repository.authorization().orElse(null),
                MOST_BYTES);
        Matcher tagged = TAGGED.matcher(address);
        return tagged.matches() ? ofOther(home, tagged, call) : ofFile(home, address, found, call);
    }

    /** An index may name a registry, to which no password goes. */
    private byte[] ofOther(RepositoryClient.Wanted home, Matcher tagged, Call call) {
        try {
            HelmConfig.Repository other =
                    new HelmConfig.Repository(URI.create(tagged.group(1)), null, null, home.caFile(), false);
            return new Registry(home.name(), other, client, call).archive(tagged.group(2), tagged.group(3));
        } catch (IllegalArgumentException e) {
            throw RepositoryMishaps.astray(home, tagged.group());
        }
    }

    private byte[] ofFile(RepositoryClient.Wanted home, String address, Repositories.Found found, Call call) {
        RepositoryClient.Wanted file = RepositoryClient.led(home, address);
        Reply reply = client.get(file, call);
        if (reply.status() == 404 || reply.status() == 410) {
            throw missing(found);
        }
        if (reply.status() != 200) {
            throw RepositoryMishaps.refused(file, reply);
        }
        return reply.body();
    }

    /** Where each version of a chart is, as its index has it. */
    private static Map<String, String> addresses(byte[] index, Repositories.Found found) {
        Map<String, String> addresses = new LinkedHashMap<>();
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(index))) {
            YamlText.at(plain, List.of("entries", found.chart()))
                    .ifPresent(versions -> versions.valueStream()
                            .forEach(version -> addresses.putIfAbsent(
                                    version.path("version").asString(""),
                                    version.path("urls").path(0).asString(""))));
        } catch (YamlText.BadYaml e) {
            throw strange("The index of the repository cannot be read; an operator looks whether its \"url\" is right. "
                    + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (addresses.isEmpty()) {
            throw missing(found);
        }
        return addresses;
    }

    private byte[] ofRegistry(Repositories.Found found, HelmConfig.Repository repository, Call call) {
        Registry registry = new Registry(found.repository(), repository, client, call);
        String path = registry.path(found.chart());
        String tag = found.range().replace('+', '_');
        if (Version.of(tag).isEmpty()) {
            Map<String, String> tags = new LinkedHashMap<>();
            registry.versions(path).forEach(version -> tags.put(version.text(), version.tag()));
            if (tags.isEmpty()) {
                throw Registry.missing(found.repository(), found.chart());
            }
            String name = found.chart().substring(found.chart().lastIndexOf('/') + 1);
            tag = tags.getOrDefault(chosen(found, tags.keySet(), Indexes.listing(name, tags.keySet()), name, call), "");
        }
        return registry.archive(path, tag);
    }

    /** As Helm chooses: what is written so, else the newest that is released, or that is in the range. */
    private String chosen(Repositories.Found found, Set<String> versions, byte[] index, String chart, Call call) {
        String range = found.range();
        if (versions.contains(range)) {
            return range;
        }
        Map<Version, String> known = new LinkedHashMap<>();
        versions.forEach(text -> Version.of(text).ifPresent(version -> known.put(version, text)));
        Optional<String> newest = range.isEmpty() && known.size() == versions.size()
                ? known.keySet().stream()
                        .filter(Version::isReleased)
                        .max(Version::compareTo)
                        .map(known::get)
                : ranges.newest(found.repository(), index, chart, range, call);
        return newest.filter(versions::contains)
                .orElseThrow(() -> new ToolFailure(
                        "not_found",
                        "The chart has no such version; chart_search with \"versions\" lists those that there are",
                        Duration.ZERO));
    }

    private static ToolFailure missing(Repositories.Found found) {
        return new ToolFailure("not_found", "There is no such chart: " + found.chart(), Duration.ZERO);
    }

    private static ToolFailure strange(String words) {
        return new ToolFailure("strange", words, Duration.ZERO);
    }
}

package io.yumen.service.awsdocs;

import io.yumen.service.awsdocs.demo.DemoSite;
import io.yumen.service.awsdocs.upstream.Site;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The settings of a server {@code aws-docs} whose sites are a stand-in. */
public final class AwsOnThisMachine {
    private AwsOnThisMachine() {}

    /** @param folder in which pages are kept */
    public static String settings(DemoSite aws, Path folder) {
        String sites = Arrays.stream(Site.values())
                .map(site -> "\"%s\": \"%s/%s\"".formatted(site.host(), aws.address(), site.host()))
                .collect(Collectors.joining(", "));
        return "\"awsDocs\": {\"sites\": {" + sites + "}, \"loopback\": true, \"folder\": \"" + folder + "\"}";
    }
}

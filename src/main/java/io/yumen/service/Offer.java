package io.yumen.service;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a service offers, in the order in which lists show it. Names and URIs are unique in their list.
 *
 * @param tools what a model may call
 * @param prompts what a person may choose
 * @param resources what can be read
 * @param templates families of resources
 */
public record Offer(
        List<Tool> tools, List<Prompt> prompts, List<Resource> resources, List<ResourceTemplate> templates) {
    public Offer {
        tools = unique(tools, Tool::name);
        prompts = unique(prompts, Prompt::name);
        resources = unique(resources, Resource::uri);
        templates = unique(templates, template -> template.template().text());
    }

    /** Tools alone. */
    public static Offer of(List<Tool> tools) {
        return new Offer(tools, List.of(), List.of(), List.of());
    }

    private static <T> List<T> unique(List<T> entries, Function<T, String> name) {
        entries.stream()
                .collect(Collectors.groupingBy(name, Collectors.counting()))
                .forEach((key, count) -> {
                    if (count > 1) {
                        throw new IllegalArgumentException("Offered twice: " + key);
                    }
                });
        return List.copyOf(entries);
    }
}

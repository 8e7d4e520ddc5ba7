package io.yumen.service.browser;

import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.schema.Doc;
import io.yumen.schema.Records;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.browser.Desk.Acted;
import io.yumen.service.browser.Desk.Then;
import io.yumen.service.browser.page.Emulation;
import io.yumen.service.browser.page.Emulation.Device;
import io.yumen.service.browser.page.Tab;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a page is made to believe. */
final class EmulationTools {
    private static final Pattern SIDE = Pattern.compile("\\d{1,5}");
    private static final Pattern RATIO = Pattern.compile("\\d\\.?\\d{0,2}");
    private static final Set<String> DEVICES = Set.of("mobile", "touch", "landscape");

    private final Desk desk;

    EmulationTools(Desk desk) {
        this.desk = desk;
    }

    enum Scheme {
        LIGHT,
        DARK,
        AUTO
    }

    record Emulate(
            @Nullable @Doc(PageTools.PAGE) Integer pageId,

            @Nullable @Doc(value = "No emulation, Offline, Slow 3G, Fast 3G, Slow 4G or Fast 4G", max = 20)
            String networkConditions,

            @Nullable @Doc(value = "How many times slower the processor is; 1 for the real one", min = 1, max = 20)
            Double cpuThrottlingRate,

            @Nullable @Doc(value = "Where it is, as latitude,longitude; empty for the real place", max = 60)
            String geolocation,

            @Nullable @Doc(value = "How the browser calls itself; empty for its own name", max = 1_000)
            String userAgent,

            @Nullable @Doc("Whether its user likes it light or dark")
            Scheme colorScheme,

            @Nullable
            @Doc(
                    value =
                            "Its screen, as WIDTHxHEIGHTxRATIO, then ,mobile ,touch ,landscape as wanted; empty for the real one",
                    max = 60)
            String viewport,

            @Nullable @Doc(value = "Headers of each request, as a JSON object of strings", max = 10_000)
            String extraHttpHeaders) {}

    List<Tool> all() {
        return List.of(Tool.named("emulate", "Emulate")
                .does(
                        "Has a page believe that it is shown on another machine: network, processor, place, user agent, colours, screen, headers.")
                .hints(PageTools.ACT)
                .returns(Acted.class)
                .answers(Emulate.class, this::emulate));
    }

    private Tool.Outcome emulate(Emulate input, Call call) {
        return desk.act(input.pageId(), Then.NOTHING, call, tab -> {
            List<String> done = new ArrayList<>();
            machine(tab, input, done);
            page(tab, input, done);
            if (done.isEmpty()) {
                throw new ToolFailure(
                        "Say what to emulate: networkConditions, cpuThrottlingRate, geolocation, userAgent,"
                                + " colorScheme, viewport or extraHttpHeaders");
            }
            return "Emulating " + String.join(", ", done);
        });
    }

    private static void machine(Tab tab, Emulate input, List<String> done) {
        if (input.networkConditions() != null) {
            Emulation.network(tab, input.networkConditions());
            done.add("network " + input.networkConditions());
        }
        if (input.cpuThrottlingRate() != null) {
            Emulation.processor(tab, input.cpuThrottlingRate());
            done.add("processor " + input.cpuThrottlingRate() + " times slower");
        }
        if (input.geolocation() != null) {
            Emulation.place(tab, place(input.geolocation()));
            done.add("place " + PlainText.echo(input.geolocation()));
        }
    }

    private static void page(Tab tab, Emulate input, List<String> done) {
        if (input.userAgent() != null) {
            Emulation.userAgent(tab, input.userAgent());
            done.add("user agent " + PlainText.echo(input.userAgent()));
        }
        if (input.colorScheme() != null) {
            String scheme = input.colorScheme().name().toLowerCase(Locale.ROOT);
            Emulation.colours(tab, scheme);
            done.add("colours " + scheme);
        }
        if (input.viewport() != null) {
            Emulation.viewport(tab, viewport(input.viewport()));
            done.add("screen " + input.viewport());
        }
        if (input.extraHttpHeaders() != null) {
            Emulation.headers(tab, headers(input.extraHttpHeaders()));
            done.add("headers");
        }
    }

    private static Emulation.@Nullable Place place(String text) {
        if (text.isBlank()) {
            return null;
        }
        List<Double> parts = Arrays.stream(text.split(",", -1))
                .map(part -> Desk.number(part, () -> "Write geolocation as latitude,longitude, as in 52.5,13.4"))
                .toList();
        if (parts.size() != 2 || Math.abs(parts.get(0)) > 90 || Math.abs(parts.get(1)) > 180) {
            throw new ToolFailure(
                    "Write geolocation as latitude,longitude, as in 52.5,13.4: from -90 to 90, and from -180 to 180");
        }
        return new Emulation.Place(parts.get(0), parts.get(1));
    }

    private static Emulation.@Nullable Viewport viewport(String text) {
        if (text.isBlank()) {
            return null;
        }
        List<String> words = List.of(text.replace(" ", "").split(",", -1));
        List<String> sizes = List.of(words.getFirst().split("x", -1));
        List<String> device = words.subList(1, words.size());
        if (!isSize(sizes) || !DEVICES.containsAll(device)) {
            throw new ToolFailure("Write viewport as WIDTHxHEIGHTxRATIO, as in 1280x720x1 or 390x844x3,mobile,touch");
        }
        int width = Integer.parseInt(sizes.get(0));
        int height = Integer.parseInt(sizes.get(1));
        boolean isTurned = device.contains("landscape") && height > width;
        double ratio = sizes.size() < 3 ? 1 : Double.parseDouble(sizes.get(2));
        return new Emulation.Viewport(isTurned ? height : width, isTurned ? width : height, ratio, of(device));
    }

    /** Whether these are a width, a height, and a ratio where that is said. */
    private static boolean isSize(List<String> sizes) {
        return (sizes.size() == 2 || sizes.size() == 3)
                && SIDE.matcher(sizes.get(0)).matches()
                && SIDE.matcher(sizes.get(1)).matches()
                && (sizes.size() == 2 || RATIO.matcher(sizes.get(2)).matches());
    }

    private static Device of(List<String> words) {
        Device touched = words.contains("touch") ? Device.TOUCH : Device.DESKTOP;
        return words.contains("mobile") ? Device.MOBILE : touched;
    }

    private static JsonNode headers(String json) {
        if (json.isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        JsonNode headers = parse(json);
        if (!headers.isObject() || !headers.valueStream().allMatch(JsonNode::isString)) {
            throw new ToolFailure("Write extraHttpHeaders as a JSON object of strings, as in {\"X-Test\": \"1\"}");
        }
        return headers;
    }

    private static JsonNode parse(String json) {
        try {
            return Records.parse(json);
        } catch (RpcException e) {
            throw new ToolFailure("extraHttpHeaders is no JSON: " + e.getMessage());
        }
    }
}

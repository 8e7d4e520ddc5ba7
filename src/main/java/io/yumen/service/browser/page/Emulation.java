package io.yumen.service.browser.page;

import io.yumen.service.ToolFailure;
import io.yumen.service.browser.wire.Wire;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a page is made to believe of the machine that shows it. */
public final class Emulation {
    /**
     * A network.
     *
     * @param latency milliseconds
     * @param down bytes a second
     * @param up bytes a second
     */
    private record Network(double latency, double down, double up) {}

    private static final Map<String, Network> NETWORKS = Map.of(
            "Slow 3G", new Network(2_000, 50_000, 50_000),
            "Fast 3G", new Network(562.5, 180_000, 84_375),
            "Slow 4G", new Network(165, 1_012_500, 168_750),
            "Fast 4G", new Network(60, 9_000_000, 1_500_000));

    private Emulation() {}

    /**
     * What a page is shown on.
     *
     * @param ratio pixels of the screen for one of the page
     */
    public record Viewport(int width, int height, double ratio, Device device) {}

    /** What kind of screen it is. */
    public enum Device {
        DESKTOP,
        TOUCH,
        MOBILE
    }

    /** A place on earth. */
    public record Place(double latitude, double longitude) {}

    /** The network: Offline, one by its name, or none to have the real one. */
    public static void network(Tab tab, String name) {
        ObjectNode params = Wire.params().put("offline", name.equals("Offline"));
        Network network = NETWORKS.get(name);
        if (network == null && !name.equals("Offline") && !name.equals("No emulation")) {
            throw new ToolFailure("There is no network \"" + name
                    + "\"; there are No emulation, Offline, Slow 3G, Fast 3G, Slow 4G, Fast 4G");
        }
        params.put("latency", network == null ? 0 : network.latency());
        params.put("downloadThroughput", network == null ? -1 : network.down());
        params.put("uploadThroughput", network == null ? -1 : network.up());
        tab.wire().call("Network.emulateNetworkConditions", params);
    }

    /** How many times slower the processor is; 1 for the real one. */
    public static void processor(Tab tab, double rate) {
        tab.wire().call("Emulation.setCPUThrottlingRate", Wire.params().put("rate", rate));
    }

    public static void place(Tab tab, @Nullable Place place) {
        if (place == null) {
            tab.wire().call("Emulation.clearGeolocationOverride");
            return;
        }
        tab.wire()
                .call(
                        "Emulation.setGeolocationOverride",
                        Wire.params()
                                .put("latitude", place.latitude())
                                .put("longitude", place.longitude())
                                .put("accuracy", 1));
    }

    /** How the browser calls itself; empty for its own name. */
    public static void userAgent(Tab tab, String name) {
        tab.wire().call("Emulation.setUserAgentOverride", Wire.params().put("userAgent", name));
    }

    /** Light, dark, or auto for the user's own. */
    public static void colours(Tab tab, String scheme) {
        ObjectNode params = Wire.params();
        params.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme.equals("auto") ? "" : scheme);
        tab.wire().call("Emulation.setEmulatedMedia", params);
    }

    /** The screen; null for the real one. */
    public static void viewport(Tab tab, @Nullable Viewport viewport) {
        if (viewport == null) {
            tab.wire().call("Emulation.clearDeviceMetricsOverride");
            tab.wire().call("Emulation.setTouchEmulationEnabled", Wire.params().put("enabled", false));
            return;
        }
        tab.wire()
                .call(
                        "Emulation.setDeviceMetricsOverride",
                        Wire.params()
                                .put("width", viewport.width())
                                .put("height", viewport.height())
                                .put("deviceScaleFactor", viewport.ratio())
                                .put("mobile", viewport.device() == Device.MOBILE));
        tab.wire()
                .call(
                        "Emulation.setTouchEmulationEnabled",
                        Wire.params().put("enabled", viewport.device() != Device.DESKTOP));
    }

    /** Headers that go with each request of the page. */
    public static void headers(Tab tab, JsonNode headers) {
        ObjectNode params = Wire.params();
        params.set("headers", headers);
        tab.wire().call("Network.setExtraHTTPHeaders", params);
    }
}

package io.yumen.service.browser.page;

import io.yumen.service.ToolFailure;
import io.yumen.service.browser.wire.Wire;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pictures of pages. */
public final class Shots {
    /** A picture is no higher: what is taken of longer pages is their beginning. */
    private static final double HIGHEST = 16_384;

    private Shots() {}

    /**
     * What a picture is of.
     *
     * @param format png, jpeg or webp
     * @param quality from 0 to 100; null for the usual
     */
    public record Manner(String format, @Nullable Integer quality) {}

    /** Of what is in view. */
    public static byte[] view(Tab tab, Manner manner) {
        return take(tab, params(manner));
    }

    /** Of the whole page. */
    public static byte[] page(Tab tab, Manner manner) {
        JsonNode size = tab.wire().call("Page.getLayoutMetrics").path("cssContentSize");
        return clip(
                tab,
                Wire.params()
                        .put("x", 0)
                        .put("y", 0)
                        .put("width", size.path("width").asDouble(1))
                        .put("height", Math.min(HIGHEST, size.path("height").asDouble(1))),
                manner);
    }

    /** Of an element. */
    public static byte[] element(Tab tab, String uid, Manner manner) {
        ObjectNode box = (ObjectNode) Element.find(tab, uid).box();
        if (box.path("width").asDouble(0) <= 0 || box.path("height").asDouble(0) <= 0) {
            throw new ToolFailure("The element uid=" + uid + " is not visible: take one of the page");
        }
        JsonNode view = tab.wire().call("Page.getLayoutMetrics").path("cssVisualViewport");
        box.put("x", box.path("x").asDouble(0) + view.path("pageX").asDouble(0));
        box.put("y", box.path("y").asDouble(0) + view.path("pageY").asDouble(0));
        box.put("height", Math.min(HIGHEST, box.path("height").asDouble(1)));
        return clip(tab, box, manner);
    }

    private static byte[] clip(Tab tab, ObjectNode clip, Manner manner) {
        ObjectNode params = params(manner).put("captureBeyondViewport", true);
        params.set("clip", clip.put("scale", 1));
        return take(tab, params);
    }

    private static ObjectNode params(Manner manner) {
        ObjectNode params = Wire.params().put("format", manner.format()).put("optimizeForSpeed", true);
        Integer quality = manner.quality();
        return quality == null || manner.format().equals("png") ? params : params.put("quality", quality);
    }

    private static byte[] take(Tab tab, ObjectNode params) {
        tab.requireUsable();
        String data =
                tab.wire().call("Page.captureScreenshot", params).path("data").asString("");
        return Base64.getDecoder().decode(data);
    }
}

package io.yumen.service.browser.cdp;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.service.browser.cdp.CdpException.Kind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads what {@code /json/version} says. Where the browser claims to be is believed in nothing but the last part of the path. */
final class Introduction {
    static final int MAX_BYTES = 64 << 10;

    private static final JsonCodec CODEC = new JsonCodec(new JsonLimits(MAX_BYTES, 8, 200, 100));
    private static final int NAME = 200;
    private static final Pattern PLACE = Pattern.compile("wss?://[^/?#]{0,300}/devtools/browser/([0-9A-Za-z-]{1,64})");

    private Introduction() {}

    static BrowserVersion read(byte[] body) throws CdpException {
        JsonNode tree;
        try {
            tree = CODEC.read(body);
        } catch (RpcException e) {
            throw notOne("what it says is not JSON");
        }
        String product = text(tree, "Browser");
        Matcher place = PLACE.matcher(tree.path("webSocketDebuggerUrl").asString(""));
        if (product.isBlank() || !place.matches()) {
            throw notOne("it says no Browser, or no place of it");
        }
        return new BrowserVersion(product, text(tree, "User-Agent"), place.group(1));
    }

    static CdpException notOne(String why) {
        return new CdpException(Kind.MALFORMED, "There is no browser that can be driven: " + why);
    }

    private static String text(JsonNode tree, String name) {
        String text = tree.path(name).asString("");
        boolean plain = text.length() <= NAME && text.chars().noneMatch(Character::isISOControl);
        return plain ? text : "";
    }
}

package io.yumen.service.browser.cdp;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * The commands that nobody may send, because they would harm the user's browser or go round this connection: they end the browser or a
 * tab of the user, wipe what the user keeps in it, or open it to others.
 */
final class Harm {
    private static final Pattern METHOD = Pattern.compile("[A-Z][A-Za-z]{0,63}\\.[a-z][A-Za-z0-9]{0,63}");

    private static final Set<String> NEVER = Set.of(
            "Browser.close",
            "Browser.crash",
            "Browser.crashGpuProcess",
            "Browser.executeBrowserCommand",
            "Page.crash",
            "Memory.forciblyPurgeJavaScriptMemory",
            "Network.clearBrowserCache",
            "Network.clearBrowserCookies",
            "Storage.clearCookies",
            "Storage.clearDataForOrigin",
            "Storage.clearDataForStorageKey",
            "Security.disable",
            "Security.setIgnoreCertificateErrors",
            "Security.setOverrideCertificateErrors",
            "Target.attachToBrowserTarget",
            "Target.exposeDevToolsProtocol",
            "Target.sendMessageToTarget",
            "Target.setRemoteLocations",
            "Tethering.bind",
            "Tethering.unbind");

    private Harm() {}

    /** Why that command may not be sent, where it may not. */
    static Optional<String> of(CdpSession session, String method, ObjectNode params, Own own) {
        if (!METHOD.matcher(method).matches()) {
            return Optional.of("That is no command of the protocol");
        }
        if (NEVER.contains(method)) {
            return Optional.of(method + " would harm the user's browser and is never sent");
        }
        return switch (method) {
            case "Target.closeTarget" -> unless(own.hasTarget(text(params, "targetId")), method, "that tab");
            case "Page.close" -> unless(own.hasTarget(session.targetId()), method, "that tab");
            case "Target.disposeBrowserContext" ->
                unless(own.hasContext(text(params, "browserContextId")), method, "that context");
            case "Target.attachToTarget", "Target.setAutoAttach", "Target.autoAttachRelated" -> flat(method, params);
            default -> Optional.empty();
        };
    }

    /** Sessions that are not flat would carry commands past this list. */
    private static Optional<String> flat(String method, ObjectNode params) {
        boolean isFlat = method.equals("Target.autoAttachRelated")
                || params.path("flatten").asBoolean(false);
        return isFlat ? Optional.empty() : Optional.of(method + " is sent only with \"flatten\": true");
    }

    private static Optional<String> unless(boolean ours, String method, String what) {
        return ours ? Optional.empty() : Optional.of(method + ": " + what + " is the user's and stays open");
    }

    private static String text(ObjectNode params, String name) {
        return params.path(name).asString("");
    }
}

package io.yumen.tenant;

/**
 * How a request came in, and how its sender proved who it is: for the record that is kept of it, never a reason to allow
 * anything. What is not known is empty. Secrets have no place here: a key is named, never shown.
 *
 * @param transport the wire, as in {@code http} or {@code stdio}
 * @param address where the sender is
 * @param proof how it proved who it is, as in {@code api-key}; {@code none} where nothing is asked
 * @param key what names the key, the certificate or the token that it showed
 * @param trace the id of the trace that it belongs to, 32 hexadecimal digits
 */
public record Arrival(String transport, String address, String proof, String key, String trace) {
    /** The proof of a gateway that has nothing to authenticate with. */
    public static final String UNPROVEN = "none";

    /** Of what Yumen asks by itself. */
    public static final Arrival OWN = new Arrival("", "", "", "", "");

    /** Of one who need not say who it is. */
    public static Arrival unproven(String transport, String address) {
        return new Arrival(transport, address, UNPROVEN, "", "");
    }
}

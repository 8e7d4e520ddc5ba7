package io.yumen.service.kubernetes.form;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as Kubernetes writes them: 250m, 1.5Gi, 12e3. */
public final class Quantity {
    /** Of a processor, in one. */
    public static final int MILLI = 1_000;

    /** Bytes of a mebibyte. */
    public static final double MEBI = 1 << 20;

    private static final Pattern FORM =
            Pattern.compile("([+-]?[0-9.]{1,30})([EPTGMK]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?");
    private static final Map<String, Double> UNITS = Map.ofEntries(
            Map.entry("n", 1e-9),
            Map.entry("u", 1e-6),
            Map.entry("m", 1e-3),
            Map.entry("k", 1e3),
            Map.entry("M", 1e6),
            Map.entry("G", 1e9),
            Map.entry("T", 1e12),
            Map.entry("P", 1e15),
            Map.entry("E", 1e18),
            Map.entry("Ki", 0x1p10),
            Map.entry("Mi", 0x1p20),
            Map.entry("Gi", 0x1p30),
            Map.entry("Ti", 0x1p40),
            Map.entry("Pi", 0x1p50),
            Map.entry("Ei", 0x1p60));

    private Quantity() {}

    /** The amount; 0 where it is none. */
    public static double of(String text) {
        Matcher form = FORM.matcher(text.length() > 60 ? "" : text);
        if (!form.matches()) {
            return 0;
        }
        try {
            String unit = form.group(2);
            Double factor = unit == null ? Double.valueOf(1) : UNITS.get(unit);
            return factor == null ? Double.parseDouble(form.group()) : Double.parseDouble(form.group(1)) * factor;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}

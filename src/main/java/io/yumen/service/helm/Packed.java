package io.yumen.service.helm;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.service.ToolFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A release as Helm packs it into a Secret: JSON in gzip in Base64, and that in Base64 once more, as all data of Secrets. */
final class Packed {
    /** Bytes of a release at most; the Secret of it has at most 1 MiB, but may hold far more. */
    static final int MOST_BYTES = 16 << 20;

    private static final JsonCodec CODEC = new JsonCodec(new JsonLimits(MOST_BYTES, 200, 500_000, 200));

    private Packed() {}

    /** The release in the data of a Secret. */
    static Release release(String data) {
        byte[] packed;
        try {
            packed = Base64.getDecoder().decode(Base64.getDecoder().decode(data));
        } catch (IllegalArgumentException e) {
            throw strange("is no Base64");
        }
        try {
            JsonNode tree = CODEC.read(isGzip(packed) ? unzip(packed) : packed);
            if (tree instanceof ObjectNode release) {
                return new Release(release);
            }
            throw strange("is no object");
        } catch (RpcException e) {
            throw strange("is no JSON: " + PlainText.echo(String.valueOf(e.getMessage())));
        }
    }

    /** The same the other way. */
    static String data(Release release) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(JsonCodec.bytes(release.tree()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Base64.Encoder encoder = Base64.getEncoder();
        return encoder.encodeToString(encoder.encode(bytes.toByteArray()));
    }

    /** Helm 2 packed nothing. */
    private static boolean isGzip(byte[] packed) {
        return packed.length > 2 && packed[0] == 0x1f && packed[1] == (byte) 0x8b;
    }

    private static byte[] unzip(byte[] packed) {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] plain = stream.readNBytes(MOST_BYTES + 1);
            if (plain.length > MOST_BYTES) {
                throw new ToolFailure(
                        "too_large",
                        "The release has more than " + MOST_BYTES + " bytes; it is not read",
                        Duration.ZERO);
            }
            return plain;
        } catch (IOException e) {
            throw strange("is no gzip");
        }
    }

    private static ToolFailure strange(String why) {
        return new ToolFailure(
                "strange", "What the Secret holds is no release of Helm 3 or 4, for it " + why, Duration.ZERO);
    }
}

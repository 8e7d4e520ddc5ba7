package io.yumen.service.helm;

import io.yumen.kube.KubeServer;
import io.yumen.protocol.JsonCodec;
import io.yumen.schema.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Releases in the form of Helm, for what the real one would not write. */
final class Made {
    private Made() {}

    /** A Secret of a release whose revision and status its labels tell. */
    static void seed(KubeServer server, String namespace, String name, int revision, String status, String data) {
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "helm.sh/release.v1");
        ObjectNode metadata = secret.putObject("metadata");
        metadata.put("name", "sh.helm.release.v1." + name + ".v" + revision).put("namespace", namespace);
        ObjectNode labels = metadata.putObject("labels").put("owner", "helm").put("name", name);
        labels.put("status", status).put("version", Integer.toString(revision));
        secret.putObject("data").put("release", data);
        server.seed(secret);
    }

    /** A release with that manifest. */
    static ObjectNode release(String namespace, String name, int revision, String manifest) {
        ObjectNode release = (ObjectNode) Records.parse("""
                {"info": {"status": "deployed", "last_deployed": "2026-11-01T08:00:00Z"},
                 "chart": {"metadata": {"name": "web", "version": "1.0.0"}, "values": {"a": {"b": 1, "c": 2}, "d": 3}},
                 "config": {"a": {"b": 9}, "d": null, "token": "t0ken"}}""");
        release.put("namespace", namespace).put("name", name).put("version", revision);
        return release.put("manifest", manifest);
    }

    /** A release whose upgrade was cut off. */
    static ObjectNode pending(String namespace, String name, int revision) {
        ObjectNode release = release(namespace, name, revision, "");
        release.withObject("/info").put("status", "pending-upgrade");
        return release;
    }

    static String packed(ObjectNode release) {
        return packed(JsonCodec.bytes(release));
    }

    static String packed(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return twice(bytes.toByteArray());
    }

    static String twice(byte[] bytes) {
        String once = Base64.getEncoder().encodeToString(bytes);
        return Base64.getEncoder().encodeToString(once.getBytes(StandardCharsets.US_ASCII));
    }
}

package io.yumen.service.kubernetes.look;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.RpcException;
import io.yumen.service.Call;
import io.yumen.service.Completer;
import io.yumen.service.Resource;
import io.yumen.service.ResourceContents;
import io.yumen.service.ResourceTemplate;
import io.yumen.service.ToolFailure;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.form.Secrets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Objects as resources, which can be read and listened to. */
public final class ObjectResources {
    private static final String TYPE = "application/json";

    private final Clusters clusters;

    public ObjectResources(Clusters clusters) {
        this.clusters = clusters;
    }

    /**
     * The template of their URIs.
     *
     * @param completers what knows values for the parts of the URI, by their names
     */
    public ResourceTemplate template(Map<String, Completer> completers) {
        return new ResourceTemplate(
                ObjectUri.TEMPLATE,
                "object",
                "An object of a cluster; - stands for the usual cluster or namespace, and where there is no namespace",
                TYPE,
                this::read,
                completers);
    }

    private Resource.Outcome read(String uri, Map<String, String> variables, Call call) {
        ObjectUri object = ObjectUri.of(variables);
        try {
            Reach reach = clusters.reach(object.cluster(), call);
            Kind kind = reach.kind(object.kind());
            JsonNode found = reach.get(kind, reach.namespace(object.namespace(), kind), object.name());
            String text = JsonCodec.text(Secrets.redactor().tree(found));
            return Resource.Reading.of(ResourceContents.text(uri, TYPE, text));
        } catch (ToolFailure failure) {
            throw failure.code().equals("not_found")
                    ? Resource.notFound(uri)
                    : RpcException.unavailable(String.valueOf(failure.getMessage()));
        }
    }
}

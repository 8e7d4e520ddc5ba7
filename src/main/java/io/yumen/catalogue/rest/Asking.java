package io.yumen.catalogue.rest;

import io.yumen.catalogue.Ask;
import io.yumen.catalogue.Parameters;
import io.yumen.http.Headers;
import io.yumen.service.ToolFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The request that an operation is for those arguments. */
final class Asking {
    private Asking() {}

    /**
     * Fills the templates.
     *
     * @param page parameters that say which page of a list is wanted
     * @throws ToolFailure where an argument cannot stand where it should
     */
    static Ask of(Operation operation, ObjectNode arguments, Map<String, List<String>> page) {
        Operation.Request request = operation.request();
        Parameters query = new Parameters();
        request.query().stream()
                .filter(parameter -> !page.containsKey(parameter.name()))
                .forEach(parameter -> parameter.into(query, arguments));
        page.forEach(query::put);
        Body.Made body = request.body().made(arguments);
        Headers headers = headers(request, arguments);
        if (body != null) {
            headers = headers.with("Content-Type", body.type());
        }
        return new Ask(
                request.method(),
                request.path().fill(arguments),
                query,
                headers,
                body == null ? new byte[0] : body.bytes(),
                operation.advice());
    }

    private static Headers headers(Operation.Request request, ObjectNode arguments) {
        Headers headers = Headers.none();
        for (Parameter parameter : request.headers()) {
            String value = parameter.inHeader(arguments);
            headers = value == null ? headers : with(headers, parameter.name(), value);
        }
        List<String> cookies = new ArrayList<>();
        for (Parameter cookie : request.cookies()) {
            String value = cookie.inHeader(arguments);
            if (value != null) {
                cookies.add(Parameters.encoded(cookie.name()) + "=" + Parameters.encoded(value));
            }
        }
        return cookies.isEmpty() ? headers : with(headers, "Cookie", String.join("; ", cookies));
    }

    private static Headers with(Headers headers, String name, String value) {
        try {
            return headers.with(name, value);
        } catch (IllegalArgumentException e) {
            throw new ToolFailure("What is given for the header " + name
                    + " has a character that headers cannot have, as the end of a line");
        }
    }
}

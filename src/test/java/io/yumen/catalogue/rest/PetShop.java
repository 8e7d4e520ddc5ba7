package io.yumen.catalogue.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.yumen.protocol.JsonCodec;
import io.yumen.schema.Records;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A REST service with a store, pages of each kind, and corners where it answers as no service should. */
public final class PetShop implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, ObjectNode> pets = new LinkedHashMap<>();

    /** What was asked, in turn: method, the path and query as they came, and the body. */
    public final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** How many requests the next of {@code /flaky} refuses. */
    public final AtomicInteger flaws = new AtomicInteger();

    /** A request. */
    public record Asked(String method, String uri, Map<String, List<String>> headers, String body) {}

    private PetShop(HttpServer server) {
        this.server = server;
    }

    /** A shop with so many pets. */
    public static PetShop start(int count) throws IOException {
        PetShop shop = new PetShop(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        for (int i = 0; i < count; i++) {
            shop.pets.put("p" + i, pet("p" + i, "Pet " + i, i % 2 == 0 ? "cat" : "dog"));
        }
        shop.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        shop.server.createContext("/", shop::answer);
        shop.server.start();
        return shop;
    }

    /** Where it is. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        URI uri = exchange.getRequestURI();
        asked.add(
                new Asked(exchange.getRequestMethod(), uri.toString(), Map.copyOf(exchange.getRequestHeaders()), body));
        String path = uri.getRawPath();
        try (exchange) {
            switch (path) {
                case "/v1/pets" -> pets(exchange, query(uri), body);
                case "/v1/hours.txt" -> send(exchange, 200, "text/plain", "from nine to five, password=hunter22\n");
                case "/v1/echo" ->
                    send(
                            exchange,
                            200,
                            "text/plain",
                            "asked " + uri + ", which is " + query(uri).getOrDefault("key", "nothing"));
                case "/v1/signed" -> signed(exchange);
                case "/v1/next" ->
                    send(
                            exchange,
                            200,
                            "application/json",
                            JsonCodec.text(((ObjectNode) Records.parse("{\"data\": [{\"id\": \"a\"}]}"))
                                    .put("next", query(uri).getOrDefault("then", ""))));
                case "/v1/garbage" -> send(exchange, 200, "application/json", "{\"a\":");
                case "/v1/page" -> send(exchange, 200, "text/html", "<html>log in</html>");
                case "/v1/number" -> send(exchange, 200, "application/json", "7");
                case "/v1/endless" ->
                    send(exchange, 200, "application/json", "{\"data\": [], \"next\": \"" + System.nanoTime() + "\"}");
                case "/v1/deep" -> send(exchange, 200, "application/json", "[".repeat(5_000) + "]".repeat(5_000));
                case "/v1/image" -> send(exchange, 200, "image/png", "\u0089PNG");
                case "/v1/flaky" -> {
                    boolean isFlaw = flaws.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
                    send(
                            exchange,
                            isFlaw ? 503 : 200,
                            "application/json",
                            isFlaw ? "{\"error\":\"later\"}" : "{\"ok\":true}");
                }
                default -> pet(exchange, path);
            }
        }
    }

    private void pets(HttpExchange exchange, Map<String, String> query, String body) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            JsonNode given = Records.parse(body);
            ObjectNode pet = ((ObjectNode) given).deepCopy().put("id", "p" + pets.size());
            pets.put("p" + pets.size(), pet);
            send(exchange, 201, "application/json", JsonCodec.text(pet));
            return;
        }
        List<ObjectNode> all = new ArrayList<>(pets.values());
        int size = Integer.parseInt(query.getOrDefault("per_page", "1000"));
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        int from = query.containsKey("offset")
                ? Integer.parseInt(query.get("offset"))
                : query.containsKey("after")
                        ? Integer.parseInt(query.get("after").substring(1))
                        : (page - 1) * size;
        int to = Math.min(all.size(), from + size);
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("total", all.size());
        ArrayNode data = answer.putArray("data");
        all.subList(Math.min(from, to), to).forEach(data::add);
        if (to < all.size()) {
            answer.put("next", "c" + to);
            // As a service says it that is reached by another name than its own, and tells what it was asked.
            String again = exchange.getRequestURI().getRawQuery() == null
                    ? ""
                    : exchange.getRequestURI().getRawQuery().replaceAll("&?\\b(page|per_page)=[^&]*", "");
            String address =
                    "https://inside.example.com/elsewhere/pets?" + again + "&per_page=" + size + "&page=" + (page + 1);
            answer.putObject("links").put("next", address);
            exchange.getResponseHeaders()
                    .add("Link", "<https://inside.example.com/?page=1>; title=\"a, rel=next\"; rel=\"first\"");
            exchange.getResponseHeaders().add("Link", "<" + address + ">; rel=\"next last\", <x>; rel=prev");
        }
        send(exchange, 200, "application/json", JsonCodec.text(answer));
    }

    /** A list that leads on by an address with a token in it. */
    private static void signed(HttpExchange exchange) throws IOException {
        String address = "/v1/signed?page=2&access_token=of-the-next-page";
        boolean isFirst = exchange.getRequestURI().getRawQuery() == null
                || !exchange.getRequestURI().getRawQuery().contains("page=2");
        String next = isFirst ? ", \"next\": \"" + address + "\"" : "";
        send(exchange, 200, "application/json", "{\"data\": [{\"id\": \"a\"}, {\"id\": \"b\"}]" + next + "}");
    }

    private void pet(HttpExchange exchange, String path) throws IOException {
        String id = URLDecoder.decode(path.replace("/v1/pets/", ""), StandardCharsets.UTF_8);
        ObjectNode pet = pets.get(id);
        if (pet == null) {
            send(exchange, 404, "application/json", "{\"error\": {\"message\": \"no such pet\"}}");
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            pets.remove(id);
            exchange.sendResponseHeaders(204, -1);
        } else {
            send(exchange, 200, "application/json; charset=utf-8", JsonCodec.text(pet));
        }
    }

    private static ObjectNode pet(String id, String name, String species) {
        ObjectNode pet = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("name", name)
                .put("species", species)
                .put("apiKey", "hunter22");
        pet.putObject("owner").put("city", "Ghent");
        return pet;
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        if (uri.getRawQuery() != null) {
            for (String part : uri.getRawQuery().split("&")) {
                String[] sides = part.split("=", 2);
                query.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

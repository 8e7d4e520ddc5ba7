package io.yumen.service.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A small site with what pages are made of: forms, frames, popups, dialogs, shadow trees, and a large table. */
public final class FixtureSite implements AutoCloseable {
    private static final String FORM = """
            <title>A form</title><h1>Order</h1>
            <form onsubmit="event.preventDefault(); said.textContent = 'Sent ' + new URLSearchParams(new FormData(this))">
            <label>Name <input name="name" required></label>
            <label>Notes <textarea name="notes"></textarea></label>
            <label>Size <select name="size"><option value="s">Small</option><option value="l">Large</option></select></label>
            <label><input type="checkbox" name="gift" value="yes"> Gift</label>
            <label><input type="radio" name="pay" value="card"> Card</label>
            <label><input type="radio" name="pay" value="cash"> Cash</label>
            <label>Day <input type="date" name="day"></label>
            <label>Paper <input type="file" onchange="said.textContent = 'Took ' + this.files[0].name + ' ' + this.files[0].size"></label>
            <div contenteditable role="textbox" aria-label="Rich">old</div>
            <button disabled>Never</button>
            <button>Send</button></form>
            <p id="said" role="status"></p>
            """;

    private static final String ACTIONS = """
            <title>Actions</title>
            <style>#away {position: absolute; top: 4000px} #over {position: relative; top: -30px; height: 40px; background: #fff}</style>
            <p id="said" role="status">Nothing yet</p>
            <button onclick="said.textContent = 'Clicked'" ondblclick="said.textContent = 'Double clicked'">Press me</button>
            <button onmouseover="said.textContent = 'Hovered'">Hover me</button>
            <button id="away" onclick="said.textContent = 'Clicked far away'">Far away</button>
            <div><button>Hidden below</button><div id="over">A cover</div></div>
            <input aria-label="Keys" onkeydown="said.textContent = 'Key ' + event.key + (event.ctrlKey ? ' with Control' : '')">
            <a href="/form">To the form</a>
            <a href="/form" target="_blank">In a new tab</a>
            <button onclick="alert('Watch out')">Alert</button>
            <button onclick="said.textContent = 'Prompted ' + prompt('Who?', 'me')">Prompt</button>
            <div draggable="true" id="ball" role="button" aria-label="Ball"
                ondragstart="event.dataTransfer.setData('text/plain', 'ball')">o</div>
            <div id="goal" role="button" aria-label="Goal" ondragover="event.preventDefault()"
                ondrop="event.preventDefault(); said.textContent = 'Dropped ' + event.dataTransfer.getData('text/plain')">[ ]</div>
            """;

    private static final String SHADOW = """
            <title>Shadows</title><div id="host"></div><p id="said" role="status"></p>
            <script>
            const open = host.attachShadow({mode: 'closed'});
            open.innerHTML = '<p>In the shadow</p><button>Shade</button>';
            open.querySelector('button').onclick = () => said.textContent = 'Clicked in the shadow';
            </script>
            """;

    private static final String INNER = """
            <title>Inner</title><button onclick="said.textContent = 'Clicked inside'">Inside</button>
            <input aria-label="Inner text"><p id="said" role="status"></p>
            """;

    private static final String LOUD = """
            <title>Loud</title>
            <script>
            console.log('Hello', 42); console.warn('Careful'); console.error('Broken');
            fetch('/data', {headers: {Authorization: 'Bearer abcdefgh12345678', 'X-Plain': 'seen'}});
            setTimeout(() => { throw new Error('Thrown late'); }, 0);
            </script>
            """;

    private final HttpServer server;

    private FixtureSite(HttpServer server) {
        this.server = server;
    }

    public static FixtureSite start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        FixtureSite site = new FixtureSite(server);
        Map<String, String> pages = Map.of(
                "/", "<title>Home</title><h1>Welcome</h1><a href='/form'>To the form</a>",
                "/form", FORM,
                "/actions", ACTIONS,
                "/shadow", SHADOW,
                "/inner", INNER,
                "/loud", LOUD,
                "/frames",
                        "<title>Frames</title><h1>Two frames</h1><iframe src='/inner' title='near'></iframe>"
                                + "<div style='height: 900px'></div>"
                                + "<iframe src='http://far.example:" + site.port() + "/inner' title='far'></iframe>",
                "/rows", rows());
        pages.forEach((path, page) -> server.createContext(path, exchange -> answer(exchange, path, page)));
        server.createContext("/data", exchange -> send(exchange, 200, "application/json", "{\"some\": \"data\"}"));
        server.createContext("/away", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://169.254.169.254/latest/meta-data/");
            send(exchange, 302, "text/plain", "");
        });
        server.start();
        return site;
    }

    private static String rows() {
        return "<title>Rows</title><h1>Many rows</h1><table>"
                + IntStream.rangeClosed(1, 5_000)
                        .mapToObj(row -> "<tr><td>Row " + row + "</td><td>left " + row + "</td><td>right " + row
                                + "</td><td><button>Open " + row + "</button></td></tr>")
                        .collect(Collectors.joining())
                + "</table>";
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The address of a page. */
    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    private static void answer(HttpExchange exchange, String path, String page) throws IOException {
        boolean isThere = exchange.getRequestURI().getPath().equals(path);
        exchange.getResponseHeaders().set("Set-Cookie", "seat=secret-seat-1; HttpOnly");
        send(exchange, isThere ? 200 : 404, "text/html; charset=utf-8", isThere ? "<!doctype html>" + page : "");
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

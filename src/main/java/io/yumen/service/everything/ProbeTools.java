package io.yumen.service.everything;

import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.protocol.JsonCodec;
import io.yumen.schema.Doc;
import io.yumen.schema.JsonSchema;
import io.yumen.schema.Records;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Tools to try a connection with: what goes in and comes out, who asks, how long it takes. */
final class ProbeTools {
    private static final String SCHEMA_2020_12 = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "$defs": {
                "address": {
                  "$anchor": "addressDef",
                  "type": "object",
                  "properties": {"street": {"type": "string"}, "city": {"type": "string"}}
                }
              },
              "properties": {
                "name": {"type": "string"},
                "address": {"$ref": "#/$defs/address"},
                "contactMethod": {"type": "string", "enum": ["phone", "email"]},
                "phone": {"type": "string"},
                "email": {"type": "string"}
              },
              "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
              "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
              "then": {"required": ["phone"]},
              "else": {"required": ["email"]},
              "additionalProperties": false
            }""";

    private ProbeTools() {}

    record Message(
            @Doc(value = "What comes back", max = 1_000_000) String message) {}

    record Numbers(
            @Doc("The first number") double a,
            @Doc("The second number") double b) {}

    record Sum(@Doc("The sum of both") double sum) {}

    record Nap(
            @Doc(value = "How long it takes", min = 0, max = 600_000)
            int millis) {}

    record City(
            @Doc(value = "A city", max = 100) String city,
            @Nullable @Doc("Which degrees") Degrees degrees) {}

    enum Degrees {
        CELSIUS,
        FAHRENHEIT
    }

    record Weather(
            @Doc("The city") String city,
            @Doc("How warm it is, in the degrees asked for") double temperature,
            @Doc("What those degrees are") Degrees degrees,
            @Doc("What the sky looks like") String conditions) {}

    record Size(
            @Doc(value = "How many bytes of text come back", min = 0, max = 8_388_608)
            int bytes) {}

    record Query(
            @Doc(value = "Where to look; mirrored in a header", header = "Region", max = 100)
            String region,

            @Nullable @Doc(value = "How urgent it is; mirrored in a header", header = "Priority")
            Integer priority,

            @Nullable @Doc(value = "What to look for", max = 1000)
            String query) {}

    record Visitor(
            @Doc("Whose data it is") String tenant,
            @Doc("Who the client acts for") String principal,

            @Doc("What tells this client from others of the same principal")
            String client,

            @Doc("The protocol revision that it speaks") String revision,
            @Doc("What it says that it can do") ObjectNode capabilities) {}

    static List<Tool> all() {
        return List.of(
                Tool.named("echo", "Echo")
                        .does("Returns the message that it is given.")
                        .answers(Message.class, (input, call) -> ToolResult.text(input.message())),
                Tool.named("add", "Add")
                        .does("Adds two numbers.")
                        .returns(Sum.class)
                        .answers(Numbers.class, (input, call) -> ToolResult.structured(new Sum(input.a() + input.b()))),
                Tool.named("sleep", "Sleep")
                        .does("Waits some milliseconds, and stops at once when it is cancelled.")
                        .answers(Nap.class, ProbeTools::sleep),
                Tool.named("weather", "Weather")
                        .does(
                                "Returns the weather of a city as structured content. It is made up, and always the same.")
                        .returns(Weather.class)
                        .answers(City.class, (input, call) -> weather(input)),
                Tool.named("large_text", "Large text")
                        .does("Returns as much text as you ask for.")
                        .answers(Size.class, (input, call) -> ToolResult.text("x".repeat(input.bytes()))),
                Tool.named("whoami", "Who am I")
                        .does("Returns what the server knows of its caller.")
                        .returns(Visitor.class)
                        .answers(call -> ToolResult.structured(visitor(call.caller()))),
                Tool.named("json_schema_2020_12_tool", "JSON Schema 2020-12")
                        .does("Has an input schema with the keywords of JSON Schema 2020-12; returns its arguments.")
                        .answers(
                                JsonSchema.of((ObjectNode) Records.parse(SCHEMA_2020_12)),
                                (arguments, call) -> ToolResult.text(JsonCodec.text(arguments))),
                Tool.named("test_x_mcp_header", "Arguments in headers")
                        .does("Has arguments that travel in HTTP headers too (x-mcp-header).")
                        .answers(Query.class, (input, call) -> ToolResult.text("Looked in " + input.region())));
    }

    private static ToolResult sleep(Nap nap, Call call) {
        call.pause(Duration.ofMillis(nap.millis()));
        return ToolResult.text("Slept " + nap.millis() + " ms");
    }

    private static ToolResult weather(City city) {
        int celsius = Math.floorMod(city.city().hashCode(), 35);
        Degrees degrees = city.degrees() == null ? Degrees.CELSIUS : city.degrees();
        double shown = degrees == Degrees.CELSIUS ? celsius : celsius * 1.8 + 32;
        Weather weather = new Weather(city.city(), shown, degrees, celsius > 15 ? "sunny" : "cloudy");
        return ToolResult.structured(
                weather,
                city.city() + ": " + shown + " degrees " + degrees.name().toLowerCase(Locale.ROOT) + ", "
                        + weather.conditions());
    }

    private static Visitor visitor(Caller caller) {
        String client = switch (caller.client()) {
            case ClientKey.Session session ->
                "session " + Integer.toHexString(session.id().hashCode());
            case ClientKey.Stateless stateless -> "stateless";
        };
        return new Visitor(
                caller.principal().tenant().value(),
                caller.principal().name(),
                client,
                caller.revision().wire(),
                caller.capabilities().tree());
    }
}

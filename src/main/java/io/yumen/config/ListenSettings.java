package io.yumen.config;

import java.util.List;

/** Where the gateway listens. */
public record ListenSettings(
        @Setting(value = "The address to bind; only loopback addresses are allowed", fallback = "127.0.0.1")
        String address,

        @Setting(value = "The port to bind; 0 takes a free one", fallback = "3050")
        int port,

        @Setting("Host names, besides the loopback ones, under which clients may call the gateway")
        List<String> hosts,

        @Setting("Origins, besides the loopback ones, whose web pages may call the gateway, as in https://app.example")
        List<String> origins) {}

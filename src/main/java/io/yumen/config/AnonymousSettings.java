package io.yumen.config;

import java.util.List;

/** What those may do who show no credential. */
public record AnonymousSettings(@Setting("Their roles") List<String> roles) {}

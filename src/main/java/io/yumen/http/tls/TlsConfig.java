package io.yumen.http.tls;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the files of a server's TLS lie, all of them PEM. Read again when they change; connections that are open keep what they
 * began with.
 *
 * @param certificate the server's certificate, and those that lead from it to one that clients know
 * @param key its private key, PKCS#8 and not encrypted
 * @param clients certificates of those whose clients' certificates are believed; empty where clients are not asked for one
 */
public record TlsConfig(Path certificate, Path key, Optional<Path> clients) {}

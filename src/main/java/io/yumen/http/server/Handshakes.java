package io.yumen.http.server;

import io.yumen.http.server.Unheard.Why;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Says what went wrong in a handshake, by what the JDK's TLS throws. Its words are not passed on: the peer chooses some of them. */
final class Handshakes {
    /** What is thrown, most telling first: one comes inside the other. */
    private static final List<Sign> SIGNS = List.of(
            new Sign(CertificateExpiredException.class, Why.CERTIFICATE_EXPIRED),
            new Sign(CertificateNotYetValidException.class, Why.CERTIFICATE_EARLY),
            new Sign(CertPathBuilderException.class, Why.CERTIFICATE_UNKNOWN),
            new Sign(CertPathValidatorException.class, Why.CERTIFICATE_UNKNOWN),
            new Sign(GeneralSecurityException.class, Why.CERTIFICATE_UNFIT),
            new Sign(EOFException.class, Why.LEFT),
            new Sign(SocketException.class, Why.LEFT),
            new Sign(ClosedChannelException.class, Why.LEFT));

    /** How the JDK says that the peer broke it off, and that it does not have its key; no type says so. */
    private static final String ALERT = "Received fatal alert";

    private static final String NO_KEY = "CertificateVerify";

    private static final int DEEPEST = 10;

    private Handshakes() {}

    private record Sign(Class<? extends Exception> type, Why why) {}

    static Why why(IOException failure) {
        List<Throwable> causes = Stream.<Throwable>iterate(failure, Throwable::getCause)
                .takeWhile(cause -> cause != null)
                .limit(DEEPEST)
                .toList();
        Optional<Why> told = SIGNS.stream()
                .filter(sign -> causes.stream().anyMatch(sign.type()::isInstance))
                .map(Sign::why)
                .findFirst();
        if (told.isPresent()) {
            return told.get();
        }
        if (!(failure instanceof SSLException)) {
            return Why.LEFT;
        }
        return byWords(String.valueOf(failure.getMessage()));
    }

    private static Why byWords(String message) {
        if (message.contains(ALERT)) {
            return Why.DISTRUSTS;
        }
        return message.contains(NO_KEY) ? Why.CERTIFICATE_UNFIT : Why.NO_TLS;
    }
}

package io.yumen.audit.sink;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends a datagram for each record (RFC 5426). What the network loses is lost; a receiver that is not there may be noticed. */
final class SyslogDatagrams implements Delivery {
    /** More has no room in a datagram. */
    private static final int MOST = 65_000;

    private final Destination.Syslog where;
    private final SyslogForm form;
    private @Nullable DatagramSocket socket;

    SyslogDatagrams(Destination.Syslog where, SyslogForm form) {
        this.where = where;
        this.form = form;
    }

    @Override
    public int send(List<byte[]> records) throws IOException {
        int refused = 0;
        try {
            DatagramSocket open = open();
            for (byte[] record : records) {
                byte[] message = form.of(record);
                if (message.length > MOST) {
                    refused++;
                } else {
                    open.send(new DatagramPacket(message, message.length));
                }
            }
            return refused;
        } catch (IOException e) {
            close();
            throw new IOException(where + " cannot be reached: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        DatagramSocket open = socket;
        if (open != null) {
            open.close();
        }
    }

    private DatagramSocket open() throws IOException {
        DatagramSocket known = socket;
        if (known != null && !known.isClosed()) {
            return known;
        }
        DatagramSocket made = new DatagramSocket();
        InetSocketAddress address = new InetSocketAddress(where.host(), where.port());
        if (address.isUnresolved()) {
            made.close();
            throw new IOException("The host name does not resolve");
        }
        made.connect(address);
        socket = made;
        return made;
    }
}

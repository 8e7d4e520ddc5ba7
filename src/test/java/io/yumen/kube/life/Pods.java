package io.yumen.kube.life;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What runs in pods: what their containers print, real processes in a folder a pod for commands, and real ports. Pods have no
 * files of their own beyond that folder.
 */
public final class Pods implements AutoCloseable {
    private final Path folder;
    private final Map<String, Journal> journals = new ConcurrentHashMap<>();
    private final Map<String, InetSocketAddress> ports = new ConcurrentHashMap<>();
    private final Set<Process> processes = ConcurrentHashMap.newKeySet();

    /** Their folders are made in that one. */
    public Pods(Path folder) {
        this.folder = folder;
    }

    /** What a container prints, or what it printed before it was started anew. */
    public Journal journal(String namespace, String pod, String container, boolean previous) {
        return journals.computeIfAbsent(key(namespace, pod, container, previous), key -> new Journal());
    }

    /** The same, where it printed anything. */
    public Optional<Journal> findJournal(String namespace, String pod, String container, boolean previous) {
        return Optional.ofNullable(journals.get(key(namespace, pod, container, previous)));
    }

    /** A pod is gone: nothing more is printed in it. */
    public void end(String namespace, String pod) {
        String prefix = namespace + "/" + pod + "/";
        journals.forEach((key, journal) -> {
            if (key.startsWith(prefix)) {
                journal.end();
                journals.remove(key);
            }
        });
    }

    /** Runs a command, really. */
    public Process run(String namespace, String pod, List<String> command) throws IOException {
        Path root = Files.createDirectories(folder.resolve(namespace).resolve(pod));
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.environment().put("HOSTNAME", pod);
        Process process = builder.start();
        processes.add(process);
        process.onExit().thenRun(() -> processes.remove(process));
        return process;
    }

    /** From now on a port of a pod leads to a port of this machine. */
    public void expose(String namespace, String pod, int port, int real) {
        ports.put(namespace + "/" + pod + ":" + port, new InetSocketAddress(InetAddress.getLoopbackAddress(), real));
    }

    /** Connects to a port of a pod. */
    public Socket connect(String namespace, String pod, int port) throws IOException {
        InetSocketAddress real = ports.get(namespace + "/" + pod + ":" + port);
        if (real == null) {
            throw new IOException("failed to connect to localhost:" + port + " inside the pod: connection refused");
        }
        return new Socket(real.getAddress(), real.getPort());
    }

    @Override
    public void close() {
        journals.values().forEach(Journal::end);
        processes.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    private static String key(String namespace, String pod, String container, boolean previous) {
        return namespace + "/" + pod + "/" + container + (previous ? "/previous" : "");
    }
}

package io.yumen.service.host;

import io.yumen.exchange.Client;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Message;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A client that remembers what it is told and asked, and answers what it was given to answer. */
public final class RecordingClient implements Client {
    private final BlockingQueue<Message.Notification> heard = new LinkedBlockingQueue<>();
    private final List<InputRequest> asked = new CopyOnWriteArrayList<>();
    private final Map<InputKind, String> answers = new EnumMap<>(InputKind.class);

    /** Answers questions of that kind with that JSON. */
    public RecordingClient answering(InputKind kind, String json) {
        answers.put(kind, json);
        return this;
    }

    @Override
    public void notify(Message.Notification notification) {
        heard.add(notification);
    }

    @Override
    public ObjectNode ask(InputRequest request) {
        asked.add(request);
        return json(answers.getOrDefault(request.kind(), "{}"));
    }

    /** What it was asked so far. */
    public List<InputRequest> asked() {
        return asked;
    }

    /** The next thing that it was told; waits for it. */
    public Message.Notification next() {
        try {
            Message.Notification next = heard.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("The client was told nothing more");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What it was told so far and has not been looked at. */
    public List<Message.Notification> heard() {
        List<Message.Notification> all = new ArrayList<>();
        heard.drainTo(all);
        return all;
    }

    /** A tree from JSON. */
    public static ObjectNode json(String json) {
        JsonNode tree = JsonMapper.shared().readTree(json);
        return (ObjectNode) tree;
    }
}

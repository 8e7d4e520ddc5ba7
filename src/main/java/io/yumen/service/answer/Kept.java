package io.yumen.service.answer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.protocol.UriTemplate;
import io.yumen.service.Call;
import io.yumen.service.Content;
import io.yumen.service.Resource;
import io.yumen.service.ResourceContents;
import io.yumen.service.ResourceTemplate;
import io.yumen.tenant.Principal;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/**
 * Answers that were too large to be told, for their caller to read as resources; nobody else can. Kept in memory, in bounds, for
 * a while. Safe for many threads.
 */
public final class Kept {
    private static final int ID_BYTES = 16;
    private static final String ID = "id";

    private final String scheme;
    private final AnswerLimits limits;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Answer> answers;

    /**
     * A shelf.
     *
     * @param service the name of the service, which its URIs bear
     */
    public Kept(String service, AnswerLimits limits) {
        this.scheme = service + "-answer://";
        this.limits = limits;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(limits.kept())
                .weigher((String id, Answer answer) -> answer.text().length() + 1)
                .expireAfterWrite(limits.keptTime())
                .build();
    }

    /** Where its caller can read what was kept; a service offers it. */
    public ResourceTemplate template() {
        return new ResourceTemplate(
                new UriTemplate(scheme + "{" + ID + "}"),
                "answer",
                "An answer that was too large to be told, for "
                        + limits.keptTime().toMinutes() + " minutes",
                "text/plain",
                this::read,
                Map.of());
    }

    /**
     * Keeps a text, without secrets, for who made that call.
     *
     * @param name what it is, for people
     * @return a link to it
     */
    Content keep(String name, String mimeType, String text, Call call) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String uri = scheme + Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        String whole = Sizes.cut(text, limits.keptOfOne());
        answers.put(uri, new Answer(call.caller().principal(), mimeType, whole));
        int size = Sizes.of(text);
        String what = whole.length() == text.length()
                ? "All of it (" + size + " bytes)"
                : "The first " + Sizes.of(whole) + " of " + size + " bytes";
        String description = what + ", for " + limits.keptTime().toMinutes() + " minutes";
        return new Content.Link(uri, name, description, mimeType);
    }

    private Resource.Outcome read(String uri, Map<String, String> variables, Call call) {
        Answer answer = answers.getIfPresent(uri);
        if (answer == null || !answer.owner().equals(call.caller().principal())) {
            throw Resource.notFound(uri);
        }
        return Resource.Reading.of(ResourceContents.text(uri, answer.mimeType(), answer.text()));
    }

    private record Answer(Principal owner, String mimeType, String text) {}
}

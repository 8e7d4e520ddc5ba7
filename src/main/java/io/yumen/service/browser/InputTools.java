package io.yumen.service.browser;

import io.yumen.protocol.PlainText;
import io.yumen.schema.Doc;
import io.yumen.service.Call;
import io.yumen.service.ResourceContents;
import io.yumen.service.Tool;
import io.yumen.service.ToolDraft;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolResult;
import io.yumen.service.browser.Desk.Acted;
import io.yumen.service.browser.Desk.Then;
import io.yumen.service.browser.page.Dialog;
import io.yumen.service.browser.page.Forms;
import io.yumen.service.browser.page.Hands;
import io.yumen.service.browser.page.Tab;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a user does on a page. */
final class InputTools {
    static final String THEN = "Whether a snapshot follows";
    static final String UID = "The element, as a snapshot names it";
    private static final int LARGEST_FILES = 8 << 20;

    private final Desk desk;

    InputTools(Desk desk) {
        this.desk = desk;
    }

    record Click(
            @Nullable @Doc(PageTools.PAGE) Integer pageId,
            @Doc(value = UID, max = 40) String uid,
            @Nullable @Doc("Whether it is a double click") Boolean dblClick,
            @Nullable @Doc(THEN) Boolean includeSnapshot) {}

    record Hover(
            @Nullable @Doc(PageTools.PAGE) Integer pageId,
            @Doc(value = UID, max = 40) String uid,
            @Nullable @Doc(THEN) Boolean includeSnapshot) {}

    record Drag(
            @Nullable @Doc(PageTools.PAGE) Integer pageId,

            @Doc(value = "The element that is dragged", name = "from_uid", max = 40)
            String from,

            @Doc(value = "The element that it is dropped on", name = "to_uid", max = 40)
            String to,

            @Nullable @Doc(THEN) Boolean includeSnapshot) {}

    record Fill(
            @Nullable @Doc(PageTools.PAGE) Integer pageId,
            @Doc(value = UID, max = 40) String uid,

            @Doc(value = "What it is set to: a text, the name of an option, or true or false", max = 100_000)
            String value,

            @Nullable @Doc(THEN) Boolean includeSnapshot) {}

    record Field(
            @Doc(value = UID, max = 40) String uid,

            @Doc(value = "What it is set to: a text, the name of an option, or true or false", max = 100_000)
            String value) {}

    record FillForm(
            @Nullable @Doc(PageTools.PAGE) Integer pageId,

            @Doc(value = "The elements, and what they are set to", max = 100)
            List<Field> elements,

            @Nullable @Doc(THEN) Boolean includeSnapshot) {}

    record Type(
            @Nullable @Doc(PageTools.PAGE) Integer pageId,
            @Doc(value = "What is typed", max = 10_000) String text,

            @Nullable @Doc(value = "A key that follows, as in Enter", max = 40)
            String submitKey) {}

    record Press(
            @Nullable @Doc(PageTools.PAGE) Integer pageId,

            @Doc(value = "Keys, as in Enter or Control+A", max = 100)
            String key,

            @Nullable @Doc(THEN) Boolean includeSnapshot) {}

    record File(
            @Doc(value = "What it is called", max = 255) String name,

            @Doc(value = "Its type", fallback = "\"application/octet-stream\"")
            String mimeType,

            @Nullable @Doc("What is in it, as text") String text,
            @Nullable @Doc("What is in it, in Base64") String base64,

            @Nullable @Doc("The URI of a resource that a tool of this server has linked")
            String uri) {}

    record Upload(
            @Nullable @Doc(PageTools.PAGE) Integer pageId,

            @Doc(value = "The input that takes files", max = 40)
            String uid,

            @Doc(value = "The files; each with text, base64 or uri", max = 20)
            List<File> files,

            @Nullable @Doc(THEN) Boolean includeSnapshot) {}

    enum Reply {
        ACCEPT,
        DISMISS
    }

    record Answer(
            @Nullable @Doc(PageTools.PAGE) Integer pageId,
            @Doc("What is answered") Reply action,

            @Nullable @Doc(value = "What is written into a prompt", max = 10_000)
            String promptText) {}

    List<Tool> all() {
        return List.of(
                acting("click", "Click", "Clicks on an element.").answers(Click.class, this::click),
                acting("hover", "Hover", "Puts the mouse over an element.").answers(Hover.class, this::hover),
                acting("drag", "Drag", "Drags an element onto another.").answers(Drag.class, this::drag),
                acting("fill", "Fill", "Fills in an input, a text area, a select, a checkbox or an editable text.")
                        .answers(Fill.class, this::fill),
                acting("fill_form", "Fill a form", "Fills in several elements of a form.")
                        .answers(FillForm.class, this::fillForm),
                acting("type_text", "Type text", "Types into what has the focus.")
                        .answers(Type.class, this::type),
                acting("press_key", "Press a key", "Presses a key, or keys together.")
                        .answers(Press.class, this::press),
                acting("upload_file", "Upload files", "Gives files to an input of a page.")
                        .answers(Upload.class, this::upload),
                acting("handle_dialog", "Answer a dialog", "Answers a dialog that a page has opened.")
                        .answers(Answer.class, this::answer));
    }

    private static ToolDraft acting(String name, String title, String what) {
        return Tool.named(name, title).does(what).hints(PageTools.ACT).returns(Acted.class);
    }

    private static Then then(@Nullable Boolean wanted) {
        return Boolean.TRUE.equals(wanted) ? Then.SNAPSHOT : Then.NOTHING;
    }

    private Tool.Outcome click(Click input, Call call) {
        boolean isDouble = Boolean.TRUE.equals(input.dblClick());
        return desk.act(input.pageId(), then(input.includeSnapshot()), call, tab -> {
            Hands.click(tab, input.uid(), isDouble ? Hands.Press.TWICE : Hands.Press.ONCE);
            return isDouble ? "Successfully double clicked on the element" : "Successfully clicked on the element";
        });
    }

    private Tool.Outcome hover(Hover input, Call call) {
        return desk.act(input.pageId(), then(input.includeSnapshot()), call, tab -> {
            Hands.hover(tab, input.uid());
            return "Successfully hovered over the element";
        });
    }

    private Tool.Outcome drag(Drag input, Call call) {
        return desk.act(input.pageId(), then(input.includeSnapshot()), call, tab -> {
            Hands.drag(tab, input.from(), input.to());
            return "Successfully dragged an element";
        });
    }

    private Tool.Outcome fill(Fill input, Call call) {
        return desk.act(input.pageId(), then(input.includeSnapshot()), call, tab -> {
            Forms.fill(tab, input.uid(), input.value());
            return "Successfully filled out the element";
        });
    }

    private Tool.Outcome fillForm(FillForm input, Call call) {
        return desk.act(input.pageId(), then(input.includeSnapshot()), call, tab -> {
            int done = 0;
            for (Field field : input.elements()) {
                fill(tab, field, done, input.elements().size());
                done++;
            }
            return "Successfully filled out the form";
        });
    }

    private static void fill(Tab tab, Field field, int done, int all) {
        try {
            Forms.fill(tab, field.uid(), field.value());
        } catch (ToolFailure failure) {
            throw new ToolFailure(
                    failure.code(),
                    failure.getMessage() + " (" + done + " of " + all + " elements were filled in before)",
                    failure.retryAfter());
        }
    }

    private Tool.Outcome type(Type input, Call call) {
        return desk.act(input.pageId(), Then.NOTHING, call, tab -> {
            Hands.type(tab, input.text(), input.submitKey() == null ? "" : input.submitKey());
            return "Typed the text";
        });
    }

    private Tool.Outcome press(Press input, Call call) {
        return desk.act(input.pageId(), then(input.includeSnapshot()), call, tab -> {
            Hands.press(tab, input.key());
            return "Successfully pressed key: " + PlainText.echo(input.key());
        });
    }

    private Tool.Outcome upload(Upload input, Call call) {
        ArrayNode files = JsonNodeFactory.instance.arrayNode();
        int size = 0;
        for (File file : input.files()) {
            String data = data(file, call);
            size += data.length();
            files.addObject()
                    .put("name", file.name())
                    .put("mimeType", file.mimeType())
                    .put("data", data);
        }
        if (files.isEmpty() || size > LARGEST_FILES) {
            throw new ToolFailure(
                    "Give one file or more, of " + (LARGEST_FILES >> 20) + " MiB in Base64 at most together");
        }
        return desk.act(input.pageId(), then(input.includeSnapshot()), call, tab -> {
            int taken = Forms.upload(tab, input.uid(), files);
            return "The element took " + taken + (taken == 1 ? " file" : " files");
        });
    }

    private String data(File file, Call call) {
        if (file.base64() != null) {
            return checked(file.base64(), file.name());
        }
        if (file.text() != null) {
            return Base64.getEncoder().encodeToString(file.text().getBytes(StandardCharsets.UTF_8));
        }
        if (file.uri() == null) {
            throw new ToolFailure(
                    "The file \"" + PlainText.echo(file.name()) + "\" has no content: give text, base64 or uri");
        }
        String uri = file.uri();
        return desk.shelf()
                .find(uri, call)
                .map(read -> encoded(read.apply(uri)))
                .orElseThrow(() -> new ToolFailure("There is no resource " + PlainText.echo(uri)
                        + " of this session: name one that a tool of this server has linked in the last minutes"));
    }

    private static String encoded(ResourceContents contents) {
        return switch (contents) {
            case ResourceContents.Blob blob -> blob.blob();
            case ResourceContents.Text text ->
                Base64.getEncoder().encodeToString(text.text().getBytes(StandardCharsets.UTF_8));
        };
    }

    private static String checked(String base64, String name) {
        try {
            return Base64.getEncoder().encodeToString(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new ToolFailure("The base64 of the file \"" + PlainText.echo(name) + "\" is none: " + e.getMessage());
        }
    }

    /** Not in turn: what it would wait for may wait for the dialog. */
    private Tool.Outcome answer(Answer input, Call call) {
        Tab tab = desk.tab(input.pageId(), call);
        Tab.Answer answer = input.action() == Reply.ACCEPT ? Tab.Answer.ACCEPT : Tab.Answer.DISMISS;
        tab.answerDialog(answer, input.promptText());
        String done =
                answer == Tab.Answer.ACCEPT ? "Successfully accepted the dialog" : "Successfully dismissed the dialog";
        String next = tab.dialog().map(Dialog::told).orElse(null);
        return ToolResult.structured(
                new Acted(done, tab.number(), tab.url(), next, null, null), next == null ? done : done + "\n" + next);
    }
}

package io.yumen.service.browser.page;

import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import io.yumen.service.browser.wire.Wire;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Fills in what forms are made of. */
public final class Forms {
    private static final String KIND = """
            function() {
              const name = this.localName;
              if (name === 'select') return 'select';
              if (name === 'textarea') return 'text';
              if (name === 'option') return 'option';
              if (this.isContentEditable) return 'rich';
              const role = this.getAttribute('role');
              if (role === 'checkbox' || role === 'switch') return 'toggle';
              if (name !== 'input') return 'none';
              const type = this.type;
              if (['checkbox', 'radio'].includes(type)) return type;
              if (['date', 'time', 'datetime-local', 'month', 'week', 'color', 'range'].includes(type)) return 'picked';
              if (['button', 'submit', 'reset', 'image', 'hidden'].includes(type)) return 'none';
              return type === 'file' ? 'file' : 'text';
            }""";

    private static final String SELECT_ALL = """
            function() {
              this.focus();
              if (this.select && this.localName !== 'div') { this.select(); return; }
              const range = document.createRange();
              range.selectNodeContents(this);
              const selection = getSelection();
              selection.removeAllRanges();
              selection.addRange(range);
            }""";

    private static final String CHOOSE = """
            function(wanted) {
              const options = [...this.options];
              const said = o => (o.label || o.text).trim();
              const found = options.find(o => o.value === wanted) || options.find(o => said(o) === wanted.trim());
              if (!found) return {options: options.slice(0, 30).map(said)};
              if (found.disabled) return {disabled: true};
              if (this.multiple) found.selected = true; else this.value = found.value;
              if (!this.multiple) this.selectedIndex = options.indexOf(found);
              this.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
              this.dispatchEvent(new Event('change', {bubbles: true}));
              return {};
            }""";

    private static final String CHOOSE_IT = """
            function() {
              const list = this.closest('select');
              if (!list) return false;
              this.selected = true;
              list.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
              list.dispatchEvent(new Event('change', {bubbles: true}));
              return true;
            }""";

    private static final String PICK = """
            function(wanted) {
              const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
              set.call(this, wanted);
              this.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
              this.dispatchEvent(new Event('change', {bubbles: true}));
              return this.value;
            }""";

    private static final String CHECKED = """
            function() {
              const said = this.getAttribute('aria-checked');
              return this.localName === 'input' ? this.checked : said === 'true';
            }""";

    private static final String TAKE_FILES = """
            function(files) {
              const all = new DataTransfer();
              for (const file of this.multiple ? files : files.slice(0, 1)) {
                const bytes = Uint8Array.from(atob(file.data), c => c.charCodeAt(0));
                all.items.add(new File([bytes], file.name, {type: file.mimeType}));
              }
              this.files = all.files;
              this.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
              this.dispatchEvent(new Event('change', {bubbles: true}));
              return this.files.length;
            }""";

    private Forms() {}

    /** Sets an element to a value. */
    public static void fill(Tab tab, String uid, String value) {
        Element element = Element.find(tab, uid);
        Doing.act(tab, () -> fill(tab, element, value));
    }

    private static void fill(Tab tab, Element element, String value) {
        switch (element.run(KIND).asString("")) {
            case "text" -> write(tab, element, value);
            case "rich" -> write(tab, element, value);
            case "select" -> choose(element, value);
            case "option" -> element.run(CHOOSE_IT);
            case "picked" -> pick(element, value);
            case "checkbox", "toggle" -> set(tab, element, isTrue(value, element.uid()));
            case "radio" -> set(tab, element, Switch.ON);
            case "file" -> throw new ToolFailure("The element uid=" + element.uid() + " takes files: use upload_file");
            default ->
                throw new ToolFailure("The element uid=" + element.uid()
                        + " cannot be filled in: it is no input, textarea, select or editable text");
        }
    }

    private static void write(Tab tab, Element element, String value) {
        element.middle();
        element.run(SELECT_ALL);
        if (value.isEmpty()) {
            Hands.press(tab, Keys.chord("Delete"));
        } else {
            element.frame().wire().call("Input.insertText", Wire.params().put("text", value));
        }
    }

    private static void choose(Element element, String value) {
        element.middle();
        JsonNode told = element.run(CHOOSE, value);
        if (told.path("disabled").asBoolean(false)) {
            throw new ToolFailure("The option \"" + PlainText.echo(value) + "\" is disabled: choose another");
        }
        if (told.has("options")) {
            String options = told.path("options")
                    .valueStream()
                    .map(option -> "\"" + PlainText.echo(option.asString("")) + "\"")
                    .collect(Collectors.joining(", "));
            throw new ToolFailure("The element uid=" + element.uid() + " has no option \"" + PlainText.echo(value)
                    + "\"; it has " + options);
        }
    }

    private static void pick(Element element, String value) {
        element.middle();
        if (element.run(PICK, value).asString("").isEmpty() && !value.isEmpty()) {
            throw new ToolFailure("The element uid=" + element.uid() + " does not take \"" + PlainText.echo(value)
                    + "\"; dates are written 2026-01-31, times 13:45, colours #aabbcc");
        }
    }

    private enum Switch {
        ON,
        OFF
    }

    private static Switch isTrue(String value, String uid) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "on", "checked" -> Switch.ON;
            case "false", "off", "unchecked", "" -> Switch.OFF;
            default -> throw new ToolFailure("The element uid=" + uid + " is set to true or false");
        };
    }

    private static void set(Tab tab, Element element, Switch wanted) {
        if (element.run(CHECKED).asBoolean(false) != (wanted == Switch.ON)) {
            Hands.click(tab, element, Hands.Press.ONCE);
        }
    }

    /**
     * Gives files to an element that takes some.
     *
     * @param files objects with name, mimeType and data in Base64
     */
    public static int upload(Tab tab, String uid, ArrayNode files) {
        Element element = Element.find(tab, uid);
        if (!element.run(KIND).asString("").equals("file")) {
            throw new ToolFailure("The element uid=" + uid + " takes no files: name an input of type file");
        }
        int[] taken = new int[1];
        Doing.act(tab, () -> taken[0] = element.run(TAKE_FILES, files).asInt(0));
        return taken[0];
    }
}

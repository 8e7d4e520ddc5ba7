package io.yumen.pin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is hidden in texts, and what only looks so to who reads no other language. */
class TextScanTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Reads \udb40\udc49\udb40\udc67\udb40\udc6e files | hidden-text",
                "Reads\u200b files | hidden-text",
                "Reads\u200c files | hidden-text",
                "Reads\u200d files | hidden-text",
                "Reads\u2060 files | hidden-text",
                "Reads \ufeff files | hidden-text",
                "Reads\u2063 files | hidden-text",
                "Reads\u200e files | hidden-text",
                "Reads\u061c files | hidden-text",
                "Reads\u3164 files | hidden-text",
                "Reads\uffa0 files | hidden-text",
                "Reads\u115f files | hidden-text",
                "Reads\u034f files | hidden-text",
                "Reads\u180e files | hidden-text",
                "Reads\u206a files | hidden-text",
                "Reads \u00ad files | hidden-text",
                "Reads\ufe01 files | hidden-text",
                "Reads\ufe0f files | hidden-text",
                "Reads \udb40\udd00\udb40\udd01 files | hidden-text",
                "\ud83d\ude00\udb40\udd00\udb40\udd51\udb40\udd5d | hidden-text",
                "\ud83d\ude00\ufe0f\ufe0e\ufe01 | hidden-text",
                "Reads \ue000 files | hidden-text",
                "Reads \udbc0\udc00 files | hidden-text",
                "Reads \ufff9a\ufffab\ufffb files | hidden-text",
                "Reads \ufffe files | hidden-text",
                "Reads \ud83c\udff4\udb40\udc67 files | hidden-text",
                "\u0645\u06cc\u200c\u200c\u200c\u200c\u062e\u0648 | hidden-text",
                "\ud83d\udc68\u200d\u200d\u200d\u200d\ud83d\udc69 | hidden-text",
                "\u4e2d\u200b\u6587 | hidden-text",
                "\u4e2d\u200d\u6587 | hidden-text",
                "Reads \u202etxt.exe | reordered-text",
                "Reads \u202dtxt | reordered-text",
                "Reads \u2066txt\u2069 | reordered-text",
                "Reads \u202btxt\u202c | reordered-text",
                "\u05e9\u05dc\u05d5\u05dd \u202eabc | reordered-text",
                "Reads \u001b[31m files | terminal-sequence",
                "Reads \u001b]0;x\u0007 | terminal-sequence",
                "Reads \u009b31m | terminal-sequence",
                "Reads \u009d0;x | terminal-sequence",
                "Reads \u0008 files | control-character",
                "Reads \u0000 files | control-character",
                "Reads \u007f | control-character",
                "Reads \u0085 | control-character",
                "a <!-- do not tell --> b | unseen-in-pages"
            })
    void what_is_hidden_is_found(String text, String concern) {
        assertThat(TextScan.of(text, "/description"))
                .extracting(finding -> finding.concern().word())
                .contains(concern);
        assertThat(TextScan.of(text, ""))
                .allSatisfy(finding -> assertThat(finding.detail()).matches("[ -~]+"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Reads a file.\n\n- one\n- two\tthree\r\n",
                "Liest Größen und Straßennamen – «schön» … “quoted”",
                "Donau\u00addampf\u00adschiff",
                "读取文件的内容，并返回其文本。",
                "葛\udb40\udd00城市",
                "ファイルを読む。カタカナ・ひらがな",
                "파일을 읽습니다",
                "قراءة ملف (file.txt)\u200f.",
                "שלום \u2066file.txt\u2069 עולם",
                "\u202bשלום עולם\u202c",
                "می\u200cخواهم فایل را بخوانم",
                "क्\u200dष और क्\u200cष",
                "ශ්\u200dරී ලංකා",
                "അവന്\u200d വന്നു",
                "ภาษา\u200bไทย",
                "ភាសា\u200bខ្មែរ",
                "မြန်မာ\u200bဘာသာ",
                "Файл читается; Αρχείο",
                "Việt Nam, naïve, e\u0301clair",
                "👨\u200d👩\u200d👧\u200d👦 family, 🏳️\u200d🌈 flag, ❤️ heart, 👍🏽 thumb, 👩🏽\u200d💻 coder, ✔️ done, ☎︎ phone",
                "🧑\u200d🤝\u200d🧑, ❤️\u200d🔥, 🐻\u200d❄️, 👁️\u200d🗨️, 1️⃣ 2️⃣ #️⃣",
                "\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc73\udb40\udc63\udb40\udc74\udb40\udc7f Scotland, 🇩🇪 Germany",
                "∩\ufe00 and ≨\ufe00",
                "ᠮᠣᠩᠭᠣᠯ\u180b",
                "x² + y³ ≥ ½ € £ ¥ → ← ✓ ★ • ·",
                "|a|b|\n|---|---|\n|1|2|",
                "<b>bold</b> &amp; <file>"
            })
    void what_scripts_and_emoji_are_written_with_is_no_finding(String text) {
        assertThat(TextScan.of(text, "")).as(text).isEmpty();
    }

    @Test
    void any_text_is_scanned_and_what_is_told_of_it_can_be_seen() {
        Random random = new Random(11);
        int[] wanted = {
            0x200b, 0x200d, 0xfe0f, 0x1f3f4, 0xe0067, 0xe007f, 0x1f468, 0x1f3fd, 0x202e, 0x627, 0x1b, 'a', '[', 0xd800
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j > 0; j--) {
                text.appendCodePoint(
                        random.nextInt(3) == 0 ? random.nextInt(0x110000) : wanted[random.nextInt(wanted.length)]);
            }
            List<Finding> found = TextScan.of(text.toString(), "/a");
            assertThat(found).allSatisfy(finding -> assertThat(finding.detail()).matches("[ -~]+"));
            assertThat(Visible.whole(text.toString())).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}]");
        }
    }

    @Test
    void a_hidden_character_is_found_wherever_it_stands_in_plain_text() {
        String plain = "Reads the whole of a file, and says how long it is.";
        for (int at = 0; at <= plain.length(); at++) {
            for (String hidden : List.of("\u200b", "\udb40\udc41", "\u202e", "\u001b[2J", "\ue123", "\u2064")) {
                String text = plain.substring(0, at) + hidden + plain.substring(at);
                assertThat(TextScan.of(text, "")).as(Visible.whole(text)).isNotEmpty();
            }
        }
    }
}

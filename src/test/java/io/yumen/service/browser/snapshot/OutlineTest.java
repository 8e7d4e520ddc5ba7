package io.yumen.service.browser.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.service.browser.snapshot.Outline.Cut;
import io.yumen.service.browser.snapshot.Outline.Detail;
import io.yumen.service.browser.snapshot.Outline.Wanted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutlineTest {
    private static final String PAGE = """
            [{'nodeId': '1', 'backendDOMNodeId': 10, 'ignored': false, 'role': {'value': 'RootWebArea'},
              'name': {'value': 'Shop'}, 'childIds': ['2', '6', '9'],
              'properties': [{'name': 'focusable', 'value': {'value': true}}, {'name': 'url', 'value': {'value': 'http://a/'}}]},
             {'nodeId': '2', 'backendDOMNodeId': 11, 'ignored': true, 'role': {'value': 'none'}, 'childIds': ['3', '4']},
             {'nodeId': '3', 'backendDOMNodeId': 12, 'ignored': false, 'role': {'value': 'button'}, 'name': {'value': 'Buy "now"'},
              'childIds': ['5'], 'properties': [{'name': 'focusable', 'value': {'value': true}},
              {'name': 'focused', 'value': {'value': true}}, {'name': 'expanded', 'value': {'value': false}}]},
             {'nodeId': '4', 'backendDOMNodeId': 13, 'ignored': false, 'role': {'value': 'textbox'}, 'name': {'value': 'Name'},
              'value': {'value': 'Ada'}, 'properties': [{'name': 'required', 'value': {'value': true}},
              {'name': 'invalid', 'value': {'value': 'false'}}, {'name': 'disabled', 'value': {'value': true}}]},
             {'nodeId': '5', 'backendDOMNodeId': 14, 'ignored': false, 'role': {'value': 'StaticText'}, 'name': {'value': 'Buy now'}},
             {'nodeId': '6', 'backendDOMNodeId': 15, 'ignored': false, 'role': {'value': 'generic'}, 'childIds': ['7']},
             {'nodeId': '7', 'backendDOMNodeId': 16, 'ignored': false, 'role': {'value': 'StaticText'},
              'name': {'value': 'Two\\nlines'}, 'childIds': ['8']},
             {'nodeId': '8', 'ignored': false, 'role': {'value': 'InlineTextBox'}, 'name': {'value': 'Two'}},
             {'nodeId': '9', 'backendDOMNodeId': 17, 'ignored': false, 'role': {'value': 'heading'},
              'name': {'value': 'More'}, 'childIds': ['10'], 'properties': [{'name': 'level', 'value': {'value': 2}}]},
             {'nodeId': '10', 'backendDOMNodeId': 18, 'ignored': false, 'role': {'value': 'link'}, 'name': {'value': 'More'},
              'properties': [{'name': 'focusable', 'value': {'value': true}}]}]
            """.replace("'Buy \"now\"'", "'Buy \\\"now\\\"'");

    @Test
    void what_can_be_used_and_what_has_a_name_has_a_line() {
        Pages page = Pages.of("L1", PAGE);
        Uids uids = new Uids(100);
        uids.begin();
        Outline outline = Outline.of(page.at("1"), page::below, uids, Detail.INTERESTING, OutlineLimits.ANSWER);
        assertThat(outline.text()).isEqualTo("""
                uid=1_0 RootWebArea "Shop" url="http://a/"
                  uid=1_1 button "Buy 'now'" expandable focusable focused
                  uid=1_2 textbox "Name" disableable disabled required value="Ada"
                  uid=1_3 StaticText "Two lines"
                  uid=1_4 heading "More" level="2"
                    uid=1_5 link "More"
                """);
        assertThat(outline.cut()).isNull();
    }

    @Test
    void an_element_keeps_its_name_in_its_document() {
        Pages page = Pages.of("L1", PAGE);
        Uids uids = new Uids(100);
        uids.begin();
        Outline first = Outline.of(page.at("9"), page::below, uids, Detail.INTERESTING, OutlineLimits.ANSWER);
        uids.begin();
        Outline second = Outline.of(page.at("1"), page::below, uids, Detail.INTERESTING, OutlineLimits.ANSWER);
        assertThat(first.lines().getFirst().uid()).isEqualTo("1_0");
        assertThat(second.text()).contains("uid=1_0 heading", "uid=2_0 RootWebArea");
        uids.begin();
        Pages other = Pages.of("L2", PAGE);
        assertThat(Outline.of(other.at("9"), other::below, uids, Detail.INTERESTING, OutlineLimits.ANSWER)
                        .text())
                .startsWith("uid=3_0 heading");
        assertThat(uids.find("1_0")).contains(new Uids.Element("L1", 17));
        assertThat(uids.find("9_9")).isEmpty();
    }

    @Test
    void deeper_levels_are_left_out_where_they_are_not_wanted() {
        Pages page = Pages.of("L1", PAGE);
        Outline outline = Outline.of(
                page.at("1"), page::below, new Uids(100), Detail.INTERESTING, OutlineLimits.ANSWER.levels(1));
        assertThat(outline.lines()).hasSize(5);
        assertThat(outline.cut()).isEqualTo(Cut.LEVELS);
    }

    @Test
    void those_that_are_looked_for_are_found() {
        Pages page = Pages.of("L1", PAGE);
        Outline outline = Outline.of(
                page.at("1"),
                page::below,
                new Uids(100),
                OutlineLimits.ANSWER,
                new Wanted(Detail.INTERESTING, line -> line.role().equals("link")));
        assertThat(outline.flat()).isEqualTo("uid=0_5 link \"More\"\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void no_outline_is_larger_than_it_may_be_and_no_name_is_given_twice(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            Pages page = Pages.of("L", tree(random));
            Uids uids = new Uids(10_000);
            uids.begin();
            OutlineLimits limits = new OutlineLimits(256 + random.nextInt(4_000), 16, 1 + random.nextInt(20), 10_000);
            Detail detail = random.nextBoolean() ? Detail.VERBOSE : Detail.INTERESTING;
            Outline outline = Outline.of(page.at("0"), page::below, uids, detail, limits);
            Set<String> names = new HashSet<>();
            outline.lines().forEach(line -> assertThat(names.add(line.uid())).isTrue());
            assertThat(outline.text().length()).isLessThanOrEqualTo(limits.characters());
            assertThat(outline.text().lines()).hasSize(outline.lines().size());
            assertThat(outline.lines()).allMatch(line -> line.level() <= limits.levels());
            uids.begin();
            assertThat(Outline.of(page.at("0"), page::below, uids, detail, limits)
                            .text())
                    .isEqualTo(outline.text());
        }
    }

    private static List<AxNode> tree(Random random) {
        String[] roles = {"button", "generic", "StaticText", "textbox", "Iframe", "heading", "link", "none", "image"};
        int size = 2 + random.nextInt(200);
        List<List<String>> children = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            children.add(new ArrayList<>());
        }
        for (int i = 1; i < size; i++) {
            children.get(random.nextInt(i)).add(String.valueOf(i));
        }
        List<AxNode> nodes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            TreeMap<String, String> facts = new TreeMap<>();
            facts.put("focusable", random.nextInt(4) == 0 ? "" : "false");
            nodes.add(new AxNode(
                    String.valueOf(i),
                    i + 1,
                    random.nextInt(6) == 0,
                    i == 0 ? "RootWebArea" : roles[random.nextInt(roles.length)],
                    "n".repeat(random.nextInt(40)),
                    facts,
                    children.get(i)));
        }
        return nodes;
    }
}

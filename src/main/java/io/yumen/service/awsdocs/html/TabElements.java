package io.yumen.service.awsdocs.html;

import io.yumen.service.awsdocs.page.Block.Tab;
import io.yumen.service.awsdocs.page.Block.Tabs;
import io.yumen.service.awsdocs.page.Flow;
import io.yumen.service.awsdocs.page.Words;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;

/** Groups of tabs in the three shapes that pages have. All but one of a group are hidden, and all are read. */
final class TabElements {
    private TabElements() {}

    /** The element of AWS, in which a list of terms has the titles and the tabs. */
    static void ofAws(Walker walker, Element element, Flow flow) {
        List<Element> titles = new ArrayList<>();
        List<Element> panels = new ArrayList<>();
        for (Element list : element.children()) {
            if (list.normalName().equals("dl")) {
                titles.addAll(childrenOf(list, "dt"));
                panels.addAll(childrenOf(list, "dd"));
            }
        }
        group(walker, element, flow, new Group(titles, panels));
    }

    private static List<Element> childrenOf(Element list, String name) {
        return list.children().stream()
                .filter(child -> child.normalName().equals(name))
                .toList();
    }

    static boolean isContainer(Element element) {
        return element.hasClass("awsdocs-tab-container");
    }

    /** The container of older pages. */
    static void ofOld(Walker walker, Element element, Flow flow) {
        List<Element> titles = new ArrayList<>();
        List<Element> panels = new ArrayList<>();
        for (Element child : element.children()) {
            if (child.hasClass("awsdocs-tab-content")) {
                panels.add(child);
            } else if (child.hasClass("awsdocs-tab")) {
                titles.add(child);
            } else if (!child.attr("role").equals("tablist")) {
                child.children().stream()
                        .filter(each -> each.hasClass("awsdocs-tab-content"))
                        .forEach(panels::add);
                child.children().stream()
                        .filter(each -> each.hasClass("awsdocs-tab")
                                || each.normalName().equals("li"))
                        .forEach(titles::add);
            }
        }
        group(walker, element, flow, new Group(titles, panels));
    }

    /** A list of tabs, and the panels right after it; false where there are none. */
    static boolean ofRoles(Walker walker, Element list, Flow flow) {
        List<Element> titles = new ArrayList<>();
        list.forEachNode(node -> {
            if (node instanceof Element element && element.attr("role").equals("tab")) {
                titles.add(element);
            }
        });
        List<Element> panels = panels(list);
        Element only = list.parent();
        if (panels.isEmpty() && only != null && only.childrenSize() == 1) {
            panels = panels(only);
        }
        if (titles.isEmpty() || panels.isEmpty() || !walker.mayNest()) {
            return false;
        }
        panels.forEach(walker::take);
        add(walker, flow, new Group(titles, panels));
        return true;
    }

    private static List<Element> panels(Element before) {
        List<Element> panels = new ArrayList<>();
        for (Element next = before.nextElementSibling(); next != null; next = next.nextElementSibling()) {
            if (isPanel(next)) {
                panels.add(next);
            } else {
                List<Element> within =
                        next.children().stream().filter(TabElements::isPanel).toList();
                if (within.isEmpty() || !panels.isEmpty()) {
                    break;
                }
                return within;
            }
        }
        return panels;
    }

    private static boolean isPanel(Element element) {
        return element.attr("role").equals("tabpanel");
    }

    private record Group(List<Element> titles, List<Element> panels) {}

    private static void group(Walker walker, Element element, Flow flow, Group group) {
        if (group.titles().isEmpty() || group.panels().isEmpty() || !walker.mayNest()) {
            BlockElements.plain(walker, element, flow);
            return;
        }
        flow.flush();
        walker.anchor(element, flow);
        add(walker, flow, group);
    }

    private static void add(Walker walker, Flow flow, Group group) {
        flow.flush();
        List<Tab> tabs = new ArrayList<>();
        for (int i = 0; i < group.panels().size(); i++) {
            tabs.add(new Tab(
                    i < group.titles().size() ? title(walker, group.titles().get(i)) : "",
                    walker.inside(group.panels().get(i))));
        }
        flow.add(new Tabs(tabs));
    }

    /** The words of a button, too, which are none of the page elsewhere. */
    private static String title(Walker walker, Element title) {
        String words = Words.of(walker.line(title));
        return words.isEmpty() ? LineElements.collapsed(walker.clean(title.text())) : words;
    }
}

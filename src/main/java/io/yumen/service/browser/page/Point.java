package io.yumen.service.browser.page;

/** A place in what a tab shows, in pixels of the page. */
record Point(double x, double y) {
    Point plus(Point other) {
        return new Point(x + other.x, y + other.y);
    }

    /** The place so far on the way to another, from 0 to 1. */
    Point towards(Point other, double part) {
        return new Point(x + (other.x - x) * part, y + (other.y - y) * part);
    }
}

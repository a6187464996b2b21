package dev.openinspect.github;

import java.util.Map;

/** A page for people, plain on purpose: nobody shall take it for GitHub's. */
final class Page {
    private final StringBuilder body = new StringBuilder();
    private final String title;

    private Page(String title) {
        this.title = title;
    }

    static Page of(String title, String sentence) {
        return new Page(title).paragraph(sentence);
    }

    Page paragraph(String text) {
        body.append("<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    /** A term and what it is, found by the term. */
    Page fact(String name, String value) {
        body.append("<p>")
                .append(escaped(name))
                .append(": <span id=\"")
                .append(escaped(name))
                .append("\">")
                .append(escaped(value))
                .append("</span></p>\n");
        return this;
    }

    /** A form with one button. */
    Page button(String action, Map<String, String> carried, String name, String value, String label) {
        body.append("<form method=\"post\" action=\"").append(escaped(action)).append("\">");
        carried.forEach((field, content) -> body.append("<input type=\"hidden\" name=\"")
                .append(escaped(field))
                .append("\" value=\"")
                .append(escaped(content))
                .append("\">"));
        body.append("<button name=\"")
                .append(escaped(name))
                .append("\" value=\"")
                .append(escaped(value))
                .append("\">")
                .append(escaped(label))
                .append("</button></form>\n");
        return this;
    }

    Reply reply(int status) {
        return Reply.html(
                status,
                "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(title)
                        + "</title><link rel=\"icon\" href=\"data:,\"></head><body><h1>" + escaped(title)
                        + "</h1>\n" + body
                        + "<p><small>This is a stand-in for tests, not GitHub.</small></p></body></html>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

package dev.openinspect.pullrequests;

import dev.openinspect.sessions.ShownFile;
import java.util.List;
import java.util.stream.Collectors;

/** What the agent showed, as links below the text of a pull request. They lead to this installation, where only its people may look. */
final class ShownLinks {
    /** The newest; each takes up to 350 characters of a text that a host cuts somewhere above 60,000. */
    static final int MOST = 10;

    private ShownLinks() {}

    /** @param files in the order in which they were shown */
    static String below(String written, List<ShownFile> files, String publicUrl) {
        if (files.isEmpty()) {
            return written;
        }
        String links = files.subList(Math.max(0, files.size() - MOST), files.size()).stream()
                .map(file -> "- [" + plain(file) + "](" + publicUrl + file.contentPath() + ")")
                .collect(Collectors.joining("\n"));
        return (written.isBlank() ? "" : written.strip() + "\n\n") + "Shown by the agent:\n\n" + links;
    }

    /** A title is a title, not Markdown and no mention of anybody. */
    private static String plain(ShownFile file) {
        String title = file.title();
        String words = (title == null ? file.name() : title)
                .replaceAll("[\\\\`*_\\[\\]<>@#|~]", " ")
                .strip();
        return words.isEmpty() ? "file" : words;
    }
}

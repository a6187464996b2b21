package dev.openinspect.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One call of a tool by which the agent shows or asks something, then the tool's own words. */
final class Showing {
    static final String UPLOAD = "open-inspect_upload_artifact";
    static final String STATUS = "open-inspect_report_status";
    static final String ASK = "open-inspect_ask_person";
    private static final Pattern PATIENT = Pattern.compile("(\\d{1,4})\\s+(.*)");

    private Showing() {}

    static Reply file(String path, Turn turn) {
        return once("show", UPLOAD, Map.of("path", path, "title", "Shown by the demo model"), turn);
    }

    static Reply status(String text, Turn turn) {
        return once("status", STATUS, Map.of("text", text), turn);
    }

    /** @param argument seconds, a question, and options behind bars; the seconds may be left out */
    static Reply question(String argument, Turn turn) {
        Matcher patient = PATIENT.matcher(argument);
        boolean timed = patient.matches();
        List<String> parts = Arrays.stream((timed ? patient.group(2) : argument).split("\\|"))
                .map(String::strip)
                .toList();
        return once(
                "ask",
                ASK,
                Map.of(
                        "question",
                        parts.getFirst(),
                        "options",
                        parts.subList(1, parts.size()),
                        "timeoutSeconds",
                        timed ? Integer.parseInt(patient.group(1)) : 600),
                turn);
    }

    private static Reply once(String step, String tool, Map<String, Object> arguments, Turn turn) {
        if (!turn.offers(tool)) {
            return Reply.Answer.saying("There is no `" + tool + "` tool on offer.");
        }
        return turn.did(step)
                ? Reply.Answer.saying("The tool said:\n\n" + turn.result(step))
                : Reply.Answer.doing("", "I use `" + tool + "`.", turn.call(step, tool, arguments));
    }
}

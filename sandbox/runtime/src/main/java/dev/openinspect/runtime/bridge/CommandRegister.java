package dev.openinspect.runtime.bridge;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Remembers how each command of this generation was answered, so that one that comes again after a reconnect is answered again and not
 * run again. Any thread may use it.
 */
final class CommandRegister {
    /** Far more than a control plane repeats: only unanswered commands come again. */
    private static final int REMEMBERED = 10_000;

    private final Map<Long, Answer> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Answer> eldest) {
            return size() > REMEMBERED;
        }
    };

    synchronized Answer answer(long id, Supplier<Answer> first) {
        var known = answers.get(id);
        if (known != null) return known;
        var answer = first.get();
        answers.put(id, answer);
        return answer;
    }
}

package dev.openinspect.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Gives everybody the same answer and remembers which tokens were refused. */
public final class FakeTokens implements PersonalTokens {
    private final Answer answer;
    private final List<String> refused = new ArrayList<>();

    public FakeTokens(Answer answer) {
        this.answer = answer;
    }

    @Override
    public Answer tokenOf(UUID personId) {
        return answer;
    }

    @Override
    public synchronized void refused(UUID personId, String accessToken) {
        refused.add(accessToken);
    }

    public synchronized List<String> refused() {
        return List.copyOf(refused);
    }
}

package dev.openinspect.runtime.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Passes the agent's own questions on to people. They take minutes, so they are asked beside the turn loop. */
final class AskedPeople {
    private final Way way;

    /** How people are reached. */
    interface Way {
        /** @return nothing if nobody answers in time, or nobody can be asked */
        Optional<String> ask(String question, List<String> options) throws InterruptedException;
    }

    AskedPeople(Way way) {
        this.way = way;
    }

    /** @param tell hears the answers; it never waits */
    void ask(AgentSignal.QuestionAsked asked, Turn asking, Consumer<LoopSignal> tell) {
        Thread.ofVirtual().name("agent-question").start(() -> {
            try {
                var answers = new ArrayList<String>();
                for (var question : asked.questions())
                    answers.add(way.ask(question.text(), question.options()).orElseGet(question::unanswered));
                tell.accept(new LoopSignal.Answered(asked.id(), answers, asking));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}

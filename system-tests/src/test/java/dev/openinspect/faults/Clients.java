package dev.openinspect.faults;

import dev.openinspect.system.Answer;
import dev.openinspect.system.ApiClient;
import java.util.List;
import java.util.Random;

/** The people whose programs give a session its commands: an administrator, two members, and a viewer to whom every change is refused. */
record Clients(ApiClient administrator, List<ApiClient> members, ApiClient viewer, String mark) {
    static Clients of(ApiClient administrator, String mark) {
        return new Clients(
                administrator,
                List.of(
                        administrator.addPerson("Walker One", "member").client("write"),
                        administrator.addPerson("Walker Two", "member").client("write")),
                administrator.addPerson("Walker Three", "viewer").client("write"),
                mark);
    }

    ApiClient someone(Random dice) {
        int throwOf = dice.nextInt(12);
        if (throwOf == 0) {
            return viewer;
        }
        return throwOf < 4 ? administrator : members.get(throwOf % members.size());
    }

    /** Whether it was the viewer who asked for this. */
    boolean isViewer(Answer answer) {
        return answer.response()
                .request()
                .headers()
                .firstValue("Authorization")
                .filter(("Bearer " + viewer.token())::equals)
                .isPresent();
    }
}

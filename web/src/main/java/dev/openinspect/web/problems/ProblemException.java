package dev.openinspect.web.problems;

import org.jspecify.annotations.Nullable;

/** A door itself refuses, before the application was asked. */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code());
        this.problem = problem;
    }

    /** A request that cannot be understood. */
    public static ProblemException badRequest(String code, String detail, @Nullable String field) {
        return new ProblemException(new Problem(400, code, detail, field, null));
    }

    public Problem problem() {
        return problem;
    }
}

package dev.openinspect.web.problems;

import java.io.IOException;
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

    /** A body that broke off or did not come in time: whoever hung up reads no answer, so the one is for those who were slow. */
    public static ProblemException bodyTimeout(IOException cause) {
        ProblemException problem = new ProblemException(Problem.bodyTimeout());
        problem.initCause(cause);
        return problem;
    }

    public Problem problem() {
        return problem;
    }
}

package dev.openinspect.web.tools;

import dev.openinspect.artifacts.FileType;
import dev.openinspect.artifacts.FileUploads;
import dev.openinspect.artifacts.Upload;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.sessions.ShownFile;
import dev.openinspect.web.api.FileDocuments;
import dev.openinspect.web.json.CleanText;
import dev.openinspect.web.limits.Deadline;
import dev.openinspect.web.limits.Turnstile;
import dev.openinspect.web.problems.Problem;
import dev.openinspect.web.problems.ProblemException;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Where a sandbox leaves a file: {@code POST /tools/artifacts?name=…&title=…}, the file itself as the body. What it is, its content says. The bytes go straight
 * to their place, on a thread of the streams, so that a slow sandbox holds none of the server's.
 */
@WebServlet(name = "uploads", urlPatterns = "/tools/artifacts", asyncSupported = true)
@ServletSecurity(@HttpConstraint(rolesAllowed = Groups.SANDBOX))
public class UploadServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(UploadServlet.class.getName());
    private static final long NO_TIMEOUT = 0;
    static final int MOST_AT_ONCE = 2;
    static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    @Inject
    transient FileUploads uploads;

    @Inject
    transient Clock clock;

    @Resource(lookup = "concurrent/streams")
    transient ManagedExecutorService streams;

    private final transient Turnstile turnstile = new Turnstile();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            // The server would read names in the address as Latin-1.
            request.setCharacterEncoding("UTF-8");
            SandboxIdentity sandbox = ToolAnswers.sandbox(request);
            if (!request.getMethod().equals("POST")) {
                throw ToolAnswers.wrongMethod(response, "POST");
            }
            if (request.getContentLengthLong() > FileType.LARGEST_BYTES) {
                throw new ProblemException(Problem.of(
                        413, "file_too_large", "A file has at most " + (FileType.LARGEST_BYTES >> 20) + " MiB."));
            }
            Upload upload = new Upload(clean("name", request.getParameter("name")), cleanTitle(request));
            Turnstile.Pass pass = turnstile
                    .enter(sandbox.sessionId(), MOST_AT_ONCE)
                    .orElseThrow(() -> busy(429, "too_many_requests", "Too many files of this sandbox at once."));
            start(request, pass, new Work(sandbox, upload, new Deadline(clock, LONGEST)));
        } catch (RuntimeException e) {
            ToolAnswers.refuse(request, response, e);
        }
    }

    private record Work(SandboxIdentity sandbox, Upload upload, Deadline deadline) {}

    private void start(HttpServletRequest request, Turnstile.Pass pass, Work work) {
        AsyncContext context = request.startAsync();
        // The container would recycle the response under the working thread; the work has a deadline of its own.
        context.setTimeout(NO_TIMEOUT);
        try {
            streams.execute(() -> {
                try (pass) {
                    take(work, (HttpServletRequest) context.getRequest(), (HttpServletResponse) context.getResponse());
                } finally {
                    context.complete();
                }
            });
        } catch (RejectedExecutionException e) {
            pass.close();
            refuse(
                    (HttpServletRequest) context.getRequest(),
                    (HttpServletResponse) context.getResponse(),
                    busy(503, "unavailable", "The server is busy."));
            context.complete();
        }
    }

    private void take(Work work, HttpServletRequest request, HttpServletResponse response) {
        try (InputStream content = work.deadline().input(request.getInputStream(), FileType.LARGEST_BYTES)) {
            ToolAnswers.answer(response, HttpServletResponse.SC_CREATED, FileDocuments.of(take(work, content)));
        } catch (IOException | RuntimeException e) {
            refuse(request, response, e);
        }
    }

    /** Whoever is refused hears why only once the rest of the file is read: until then they write and do not listen. */
    private ShownFile take(Work work, InputStream content) throws IOException {
        try {
            ShownFile file = uploads.take(work.sandbox(), work.upload(), content);
            LOG.log(
                    Level.INFO,
                    "file taken session=" + work.sandbox().sessionId() + " artifact=" + file.id() + " type="
                            + file.mediaType() + " bytes=" + file.bytes());
            return file;
        } catch (RuntimeException e) {
            content.transferTo(OutputStream.nullOutputStream());
            throw e;
        }
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, Exception why) {
        try {
            ToolAnswers.refuse(request, response, why);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "whoever sent a file is gone", e);
        }
    }

    private static @Nullable String cleanTitle(HttpServletRequest request) {
        String title = request.getParameter("title");
        return title == null ? null : clean("title", title);
    }

    private static String clean(String parameter, @Nullable String text) {
        if (text == null || !CleanText.isClean(text)) {
            throw ProblemException.badRequest("invalid_parameter", "This parameter takes a text.", parameter);
        }
        return text;
    }

    private static ProblemException busy(int status, String code, String sentence) {
        return new ProblemException(new Problem(status, code, sentence, null, PAUSE));
    }
}

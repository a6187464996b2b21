package dev.openinspect.web.gitdoor;

import dev.openinspect.codehosts.CodeHostApp.Access;
import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import dev.openinspect.repositories.LargeFiles;
import dev.openinspect.repositories.LargeFiles.Direction;
import dev.openinspect.repositories.LargeFiles.LargeFile;
import dev.openinspect.web.limits.BeyondLimit;
import dev.openinspect.web.limits.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * One request about large files, passed on.
 *
 * @param own whether it is the repository of the session, which alone takes files in
 */
record LargeFileExchange(LargeFiles files, LargeFileCall call, boolean own, Deadline deadline, long mostBytes)
        implements DoorExchange.Work {
    private static final int LARGEST_QUESTION = 1 << 20;
    private static final int CONTENT_TOO_LARGE = 413;

    @Override
    public Access need() {
        // A batch asks for an upload in its body, which is read after this: what may write may read, too.
        return own && (call.upload() || call.file() == null) ? Access.WRITE : Access.READ;
    }

    @Override
    public boolean repeatable() {
        return call.file() != null && !call.upload();
    }

    @Override
    public void serve(Address address, HttpServletRequest request, HttpServletResponse response) throws IOException {
        LargeFile file = call.file();
        if (file == null) {
            look(address, request, response);
            return;
        }
        if (file.size() > mostBytes) {
            throw new BeyondLimit(CONTENT_TOO_LARGE, "The file is larger than it may be.");
        }
        if (call.upload()) {
            files.upload(address, file, deadline.input(request.getInputStream(), file.size()));
            response.setStatus(HttpServletResponse.SC_OK);
            return;
        }
        response.setContentType("application/octet-stream");
        files.download(address, file, deadline.output(response.getOutputStream()));
    }

    private void look(Address address, HttpServletRequest request, HttpServletResponse response) throws IOException {
        LargeFileQuestion question;
        try (InputStream body = deadline.input(request.getInputStream(), LARGEST_QUESTION)) {
            question = LargeFileQuestion.read(body);
        }
        if (question.direction() == Direction.UPLOAD && !own) {
            throw new CodeHostFailure("This session may only read that repository.", Kind.FORBIDDEN, false, null, null);
        }
        String asked = request.getRequestURL().toString();
        String answer = question.answer(
                asked.substring(0, asked.lastIndexOf('/')),
                files.look(address, question.direction(), question.files()));
        response.setContentType(LargeFileQuestion.TYPE);
        response.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    }
}

package dev.openinspect.web.gitdoor;

import dev.openinspect.codehosts.CodeHostApp.Access;
import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import dev.openinspect.repositories.GitService;
import dev.openinspect.repositories.GitTransport;
import dev.openinspect.repositories.PushRule;
import dev.openinspect.repositories.RepositoryAccess;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.web.limits.BeyondLimit;
import dev.openinspect.web.limits.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.GZIPInputStream;

/** One Git request from its admission to its end. As long as nothing was sent, a failure is told in a sentence that Git shows to its user. */
record GitExchange(
        GitTransport transport,
        RepositoryAccess access,
        GitCall call,
        SandboxIdentity sandbox,
        UUID repositoryId,
        PushRule rule,
        Deadline deadline,
        long mostBytes) {
    private static final Logger LOG = System.getLogger(GitExchange.class.getName());

    void run(HttpServletRequest request, HttpServletResponse response) {
        try {
            serve(request, response);
            log(Level.INFO, "served", null);
        } catch (CodeHostFailure e) {
            log(Level.WARNING, "failed: " + e.sentence(), null);
            if (e.kind() == Kind.NOT_FOUND) {
                access.missed(repositoryId);
            }
            sayIfPossible(
                    response,
                    e.retryable() ? HttpServletResponse.SC_BAD_GATEWAY : HttpServletResponse.SC_FORBIDDEN,
                    e.sentence());
        } catch (BeyondLimit e) {
            log(Level.WARNING, "went beyond a limit", e);
            sayIfPossible(response, e.httpStatus(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            log(Level.INFO, "broke off", e);
            sayIfPossible(
                    response, HttpServletResponse.SC_BAD_REQUEST, "The Git request is not understood or broke off.");
        } catch (RuntimeException e) {
            log(Level.ERROR, "failed unexpectedly", e);
            sayIfPossible(response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, "The Git door failed.");
        }
    }

    /** A credential that is refused is thrown away; a request without a body then gets a second try with a new one. */
    private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Access need = call.service() == GitService.UPLOAD_PACK ? Access.READ : Access.WRITE;
        try {
            serve(access.address(repositoryId, need), request, response);
        } catch (CodeHostFailure e) {
            boolean another = e.kind() == Kind.CREDENTIAL_REFUSED && access.refused(repositoryId, need);
            if (!another || !call.advertises()) {
                throw e;
            }
            serve(access.address(repositoryId, need), request, response);
        }
    }

    private void serve(Address address, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(call.answerType());
        response.setHeader("Cache-Control", "no-cache, max-age=0, must-revalidate");
        String protocol = request.getHeader("Git-Protocol");
        OutputStream out = deadline.output(response.getOutputStream());
        if (call.advertises()) {
            transport.advertise(address, call.service(), protocol, out);
        } else {
            InputStream in = body(request);
            switch (call.service()) {
                case UPLOAD_PACK -> transport.upload(address, protocol, in, out);
                case RECEIVE_PACK -> transport.receive(address, rule, in, out);
            }
        }
        out.flush();
    }

    /** The limit holds before and after unpacking, because a few bytes can unpack to many. */
    private InputStream body(HttpServletRequest request) throws IOException {
        if (!call.requestType().equals(request.getContentType())) {
            throw new IOException("the content type is not that of a Git request");
        }
        InputStream raw = deadline.input(request.getInputStream(), mostBytes);
        String encoding = request.getHeader("Content-Encoding");
        if (encoding == null || encoding.equals("identity")) {
            return raw;
        }
        if (encoding.equals("gzip") || encoding.equals("x-gzip")) {
            return deadline.input(new GZIPInputStream(raw), mostBytes);
        }
        throw new IOException("the content encoding is not known");
    }

    private void sayIfPossible(HttpServletResponse response, int status, String sentence) {
        if (response.isCommitted()) {
            return;
        }
        try {
            response.resetBuffer();
            say(response, status, sentence);
        } catch (IOException e) {
            log(Level.DEBUG, "could not be told why", e);
        }
    }

    /** Git shows a plain text of a refused request to its user. */
    static void say(HttpServletResponse response, int status, String sentence) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=utf-8");
        response.getOutputStream().write((sentence + "\n").getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }

    private void log(Level level, String what, @org.jspecify.annotations.Nullable Throwable cause) {
        LOG.log(
                level,
                "git request " + what + " session=" + sandbox.sessionId() + " generation=" + sandbox.generation()
                        + " repository=" + call.repository() + " service="
                        + call.service().wireName() + (call.advertises() ? " advertisement" : ""),
                cause);
    }
}

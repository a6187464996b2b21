package dev.openinspect.web.gitdoor;

import dev.openinspect.codehosts.CodeHostApp.Access;
import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import dev.openinspect.repositories.RepositoryAccess;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.web.limits.BeyondLimit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request at the door from its admission to its end. As long as nothing was sent, a failure is told in a sentence that Git shows to its user.
 *
 * @param what stands in the log
 */
record DoorExchange(Work work, RepositoryAccess access, UUID repositoryId, SandboxIdentity sandbox, String what) {
    private static final Logger LOG = System.getLogger(DoorExchange.class.getName());

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
        try {
            work.serve(access.address(repositoryId, work.need()), request, response);
        } catch (CodeHostFailure e) {
            boolean another = e.kind() == Kind.CREDENTIAL_REFUSED && access.refused(repositoryId, work.need());
            if (!another || !work.repeatable()) {
                throw e;
            }
            work.serve(access.address(repositoryId, work.need()), request, response);
        }
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

    private void log(Level level, String how, @Nullable Throwable cause) {
        LOG.log(
                level,
                "git request " + how + " session=" + sandbox.sessionId() + " generation=" + sandbox.generation() + " "
                        + what,
                cause);
    }

    /** What is done with an open repository. */
    interface Work {
        /** What the credential must allow. */
        Access need();

        /** Whether it may be done again with another credential, because nothing of the request was read and nothing answered. */
        boolean repeatable();

        void serve(Address address, HttpServletRequest request, HttpServletResponse response) throws IOException;
    }
}

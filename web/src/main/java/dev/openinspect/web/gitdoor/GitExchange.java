package dev.openinspect.web.gitdoor;

import dev.openinspect.codehosts.CodeHostApp.Access;
import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.GitService;
import dev.openinspect.repositories.GitTransport;
import dev.openinspect.repositories.PushRule;
import dev.openinspect.web.limits.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;

/** One request of Git's smart protocol, passed on. */
record GitExchange(GitTransport transport, GitCall call, PushRule rule, Deadline deadline, long mostBytes)
        implements DoorExchange.Work {
    @Override
    public Access need() {
        return call.service() == GitService.UPLOAD_PACK ? Access.READ : Access.WRITE;
    }

    @Override
    public boolean repeatable() {
        return call.advertises();
    }

    @Override
    public void serve(Address address, HttpServletRequest request, HttpServletResponse response) throws IOException {
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
}

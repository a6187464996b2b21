package dev.openinspect.web.pages;

import dev.openinspect.accounts.HostSignIn;
import dev.openinspect.people.SignIn;
import dev.openinspect.refusals.Refused;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.LocalPath;
import dev.openinspect.web.security.LoginCookies;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The sign-in form. It leads back to where the person wanted to go. */
@Named
@RequestScoped
public class SignInView {
    @Inject
    SignIn signIn;

    @Inject
    HostSignIn host;

    @Inject
    Words words;

    @Inject
    LoginCookies cookies;

    @Inject
    CurrentCaller current;

    @Inject
    HttpServletRequest request;

    private @Nullable String email;
    private @Nullable String password;
    private @Nullable String problem;

    /** Somebody who is signed in already goes on. */
    public void skip() throws IOException {
        if (current.find().isPresent()) {
            FacesContext.getCurrentInstance().getExternalContext().redirect(getTo());
        }
    }

    public @Nullable String signIn() throws IOException {
        ExternalContext context = FacesContext.getCurrentInstance().getExternalContext();
        String browser = request.getHeader("User-Agent");
        try {
            cookies.set(
                    request,
                    (HttpServletResponse) context.getResponse(),
                    signIn.signIn(blankIfNull(email), blankIfNull(password), blankIfNull(browser)));
        } catch (Refused e) {
            problem = e.sentence();
            return null;
        }
        context.redirect(getTo());
        return null;
    }

    /** The code host by which people can sign in, or nothing. */
    public String getHostName() {
        return host.hostName().orElse("");
    }

    /** The way to sign in there and to come back. */
    public String getHostPath() {
        return "/accounts/sign-in?to=" + URLEncoder.encode(getTo(), StandardCharsets.UTF_8);
    }

    /** Where to go afterwards: only a path of this console, whatever the address says. */
    public String getTo() {
        return LocalPath.orHome(request.getParameter("to"));
    }

    /** What went wrong in this form, or on the way by the code host. */
    public @Nullable String getProblem() {
        return problem == null ? words.obstacle(request.getParameter("problem"), getHostName()) : problem;
    }

    public @Nullable String getEmail() {
        return email;
    }

    public void setEmail(@Nullable String email) {
        this.email = email;
    }

    /** A password is never shown again. */
    public @Nullable String getPassword() {
        return null;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    private static String blankIfNull(@Nullable String text) {
        return text == null ? "" : text;
    }
}

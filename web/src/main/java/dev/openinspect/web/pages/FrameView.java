package dev.openinspect.web.pages;

import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.settings.Settings;
import dev.openinspect.web.security.CurrentCaller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;

/** What every page shows around its content. It hides what would be refused; the boundaries refuse it all the same. */
@Named
@RequestScoped
public class FrameView {
    static final String THEME_COOKIE = "openinspect_theme";
    private static final Set<String> THEMES = Set.of("light", "dark");

    @Inject
    CurrentCaller current;

    @Inject
    Rights rights;

    @Inject
    Settings settings;

    @Inject
    Words words;

    @Inject
    HttpServletRequest request;

    public String getLanguage() {
        return words.locale().getLanguage();
    }

    /** The theme that the person chose, or nothing where the system decides. */
    public String getTheme() {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return "";
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(THEME_COOKIE) && THEMES.contains(cookie.getValue())) {
                return cookie.getValue();
            }
        }
        return "";
    }

    public String getTextsAsJson() {
        return words.forModules();
    }

    public String getPersonId() {
        return current.find().map(caller -> caller.personId().toString()).orElse("");
    }

    public String getName() {
        return current.find().map(Caller::name).orElse("");
    }

    public String getEmail() {
        return current.find().map(Caller::email).orElse("");
    }

    public String getRole() {
        return current.find()
                .map(caller -> words.say("js.role." + caller.role().name().toLowerCase(Locale.ROOT)))
                .orElse("");
    }

    public String getInitials() {
        return Initials.of(getName());
    }

    public boolean isUnsafeSandboxes() {
        return settings.unsafeSandboxes();
    }

    public boolean isMayCreate() {
        return may(Permission.SESSION_CREATE);
    }

    public boolean isMayManagePeople() {
        return may(Permission.PEOPLE_MANAGE);
    }

    public boolean isMayManageRepositories() {
        return may(Permission.REPOSITORY_MANAGE);
    }

    public boolean isMaySeeSecrets() {
        return may(Permission.SECRET_READ);
    }

    public boolean isMayManageSecrets() {
        return may(Permission.SECRET_MANAGE);
    }

    private boolean may(Permission permission) {
        return current.find()
                .filter(caller -> rights.allows(caller, permission))
                .isPresent();
    }
}

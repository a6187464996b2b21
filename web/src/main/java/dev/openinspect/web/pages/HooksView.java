package dev.openinspect.web.pages;

import dev.openinspect.settings.Settings;
import dev.openinspect.web.hooks.HookDoor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** What the page of deliveries says besides its list. */
@Named
@RequestScoped
public class HooksView {
    @Inject
    Settings settings;

    /** Where the code host must be told to deliver. */
    public String getAddress() {
        return settings.publicUrl() + HookDoor.PATH;
    }
}

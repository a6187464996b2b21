package dev.openinspect.sessions;

/** Through which door a prompt came. */
public enum PromptSource {
    WEB,
    API
}

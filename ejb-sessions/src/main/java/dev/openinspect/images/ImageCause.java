package dev.openinspect.images;

/** What made somebody build an image. */
public enum ImageCause {
    FIRST_SETUP,
    SCHEDULE,
    PUSH,
    PERSON
}

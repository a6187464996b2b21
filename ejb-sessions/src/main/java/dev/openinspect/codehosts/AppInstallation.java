package dev.openinspect.codehosts;

/**
 * One place where people of the code host have installed the app.
 *
 * @param account the person or organisation that installed it
 * @param everything whether all repositories of the account were given, also those that come later
 * @param settingsUrl where its administrators change that
 */
public record AppInstallation(long id, String account, boolean everything, boolean suspended, String settingsUrl) {}

// @ts-check
// What every page has: theme switch, menus, the list of recent sessions, shortcuts, announcements.

import { startAnnouncer } from "./announcer.js";
import { startIcons } from "./icons.js";
import { startMenus } from "./menus.js";
import { startNavigation } from "./navigation.js";
import { startRecentSessions } from "./recent-sessions.js";
import { startShortcuts } from "./shortcuts.js";
import { startThemeSwitch } from "./theme.js";
import { startTimes } from "./times.js";

startAnnouncer();
void startIcons();
startThemeSwitch();
startMenus();
startNavigation();
startShortcuts();
startTimes();
startRecentSessions();

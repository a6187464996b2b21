/**
 * Carries news between the nodes of an installation over one JMS topic: recorded events for the sockets of other nodes, and wishes to
 * look at a session. Leans on the session log's feed and the coordinator; what it loses, their sweeps repair.
 */
@NullMarked
package dev.openinspect.events.jms;

import org.jspecify.annotations.NullMarked;

/**
 * The inbox of what the code host tells by itself. A delivery is stored before it is answered, handed out once as {@code HostNews}, tried again where
 * that failed, and kept for administrators to see and repeat. Leans on the code host's port that reads bodies; must not know what news are good for, nor
 * the protocol that they came by.
 */
@NullMarked
package dev.openinspect.hooks;

import org.jspecify.annotations.NullMarked;

/**
 * What only cryptography can do, by BouncyCastle: the vault's envelopes, derived secrets, password hashes. May lean on the secrets ports and the
 * configuration; must not know what the secrets are for.
 */
@NullMarked
package dev.openinspect.clients.crypto;

import org.jspecify.annotations.NullMarked;

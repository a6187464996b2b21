/** Tests of this package: the protocol over a real socket, the tool against a stand-in of the control plane. */
@NullMarked
package dev.openinspect.runtime.tools;

import org.jspecify.annotations.NullMarked;

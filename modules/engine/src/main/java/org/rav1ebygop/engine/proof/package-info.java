/// Proof that what an encoder made shows the frames it was given.
package org.rav1ebygop.engine.proof;

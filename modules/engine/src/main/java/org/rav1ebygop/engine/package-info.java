/// The engine: a film in, verified packets out.
package org.rav1ebygop.engine;

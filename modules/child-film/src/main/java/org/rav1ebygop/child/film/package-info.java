/// Films that other programs read.
package org.rav1ebygop.child.film;

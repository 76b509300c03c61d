/// Providers by kind and id.
package org.rav1ebygop.registry;

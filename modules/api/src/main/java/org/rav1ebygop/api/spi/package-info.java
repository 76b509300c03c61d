/// Service provider interfaces.
///
/// A *provider* is found by [java.util.ServiceLoader], is cheap to construct and is known by its
/// `id()`. What a provider opens (its *product*) holds resources and is closed by whoever opened
/// it. Every method that fails throws [org.rav1ebygop.api.GopException], whose kind says whose
/// fault it is and so which exit code the user sees.
package org.rav1ebygop.api.spi;

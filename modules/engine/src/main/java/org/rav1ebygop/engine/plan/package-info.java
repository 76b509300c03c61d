/// Where GOPs start and end: the decisions of the splitter, as they are made.
package org.rav1ebygop.engine.plan;

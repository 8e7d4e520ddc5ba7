/** What Yumen costs, measured beside its peers and its limit in one run; each figure is a ratio. */
package io.yumen.bench;

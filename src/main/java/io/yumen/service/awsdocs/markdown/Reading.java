package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.html.HtmlReader;
import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.PageLimits;
import io.yumen.service.awsdocs.page.Sieve;

/**
 * What the reading of one page has at hand.
 *
 * @param html for what stands as HTML in the page
 * @param markdown the whole text
 */
record Reading(PageLimits limits, Address address, Sieve sieve, HtmlReader html, String markdown) {}

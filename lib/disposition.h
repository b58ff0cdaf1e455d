/* disposition.h: disposition notifications (MDN, RFC 8098)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "report.h"

/* Reads the text of a message/disposition-notification part into the report: a recipient, who answers. Returns whether it is
 * the refusal of a filter that speaks as an MDN (RFC 5429, section 2.1.1): said is the text for people that stands beside it. Cuts
 * a field at longest bytes. */
gboolean disposition_read (BounceReport *report, Span text, Span said, gsize longest);

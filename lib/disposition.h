/* disposition.h: disposition notifications (MDN, RFC 8098)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "report.h"

/* Reads the text of a message/disposition-notification part into the report: a recipient, who answers. Returns whether it is in
 * truth the refusal of a filter (RFC 5429, section 2.1.1), by said, the text for people beside it. A field is cut at max_field
 * bytes. */
gboolean disposition_read (BounceReport *report, Span text, Span said, gsize max_field);

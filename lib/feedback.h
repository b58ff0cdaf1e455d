/* feedback.h: feedback reports (ARF, RFC 5965 and 6591)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "report.h"

/* Reads the text of a message/feedback-report part into the report: its fields, and who complained where that is told. A report
 * gets no more than max_recipients; a field is cut at max_field bytes. */
void feedback_read (BounceReport *report, Span text, gsize max_recipients, gsize max_field);

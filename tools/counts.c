/* counts.c: how many messages and recipients there were, and of which kinds
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

G_STATIC_ASSERT (BOUNCE_KIND_UNREADABLE < TOOL_KINDS);
G_STATIC_ASSERT (BOUNCE_SEVERITY_HARD < TOOL_SEVERITIES);
G_STATIC_ASSERT (BOUNCE_REASON_UNKNOWN < TOOL_REASONS);

void tool_counts_read (ToolCounts *counts, BounceReport *report)
{
    counts->messages++;
    counts->bytes += bounce_report_get_size (report);
    counts->unreadable += bounce_report_get_kind (report) == BOUNCE_KIND_UNREADABLE;
}

void tool_counts_selected (ToolCounts *counts, BounceReport *report)
{
    guint n_recipients = bounce_report_get_n_recipients (report);

    counts->selected++;
    counts->kinds[bounce_report_get_kind (report)]++;
    for (guint i = 0; i < n_recipients; i++) {
        BounceRecipient *recipient = bounce_report_get_recipient (report, i);
        counts->recipients[bounce_recipient_get_severity (recipient)][bounce_recipient_get_reason (recipient)]++;
    }
}

/* They are numbers and nothing else. */
void tool_counts_add (ToolCounts *counts, const ToolCounts *more)
{
    guint64 *to = (guint64 *) counts;
    const guint64 *from = (const guint64 *) more;

    for (gsize i = 0; i < sizeof *counts / sizeof *to; i++)
        to[i] += from[i];
}

guint64 tool_counts_of_severity (const ToolCounts *counts, guint severity)
{
    guint64 n = 0;

    for (guint reason = 0; reason < TOOL_REASONS; reason++)
        n += counts->recipients[severity][reason];
    return n;
}

guint64 tool_counts_of_reason (const ToolCounts *counts, guint reason)
{
    guint64 n = 0;

    for (guint severity = 0; severity < TOOL_SEVERITIES; severity++)
        n += counts->recipients[severity][reason];
    return n;
}

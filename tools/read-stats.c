/* read-stats.c: `bounce read --stats=prometheus`: how many of which, in the text format of Prometheus
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The numbers are of one run, so they are gauges: a collector that reads files (node_exporter's textfile) sees the last run.
 */
#include "config.h"

#include "tool.h"

/* ---- Metrics ---------------------------------------------------------------------------------------------------------*/

static void begin_metric (GString *out, const char *name, const char *help)
{
    g_string_append_printf (out, "# HELP bounce_%s %s\n# TYPE bounce_%s gauge\n", name, help, name);
}

static void add_metric (GString *out, const char *name, const char *help, guint64 value)
{
    begin_metric (out, name, help);
    g_string_append_printf (out, "bounce_%s %" G_GUINT64_FORMAT "\n", name, value);
}

static void add_kinds (GString *out, const ToolCounts *counts)
{
    begin_metric (out, "messages", "Messages of the run, by kind.");
    for (guint kind = 0; bounce_kind_to_string (kind); kind++)
        g_string_append_printf (out, "bounce_messages{kind=\"%s\"} %" G_GUINT64_FORMAT "\n", bounce_kind_to_string (kind),
                                counts->kinds[kind]);
}

/* A reason in each severity that it had, so that a sum over one of the labels is right. */
static void add_recipients (GString *out, const ToolCounts *counts)
{
    begin_metric (out, "recipients", "Recipients of the run, by reason and severity.");
    for (guint reason = 0; reason < TOOL_REASONS; reason++)
        for (guint severity = 0; severity < TOOL_SEVERITIES; severity++) {
            const char *word = bounce_reason_to_string (reason);
            if (counts->recipients[severity][reason])
                g_string_append_printf (out, "bounce_recipients{reason=\"%s\",severity=\"%s\"} %" G_GUINT64_FORMAT "\n",
                                        word ? word : "none", bounce_severity_to_string (severity),
                                        counts->recipients[severity][reason]);
        }
}

/* ---- Format ----------------------------------------------------------------------------------------------------------*/

static void stats_end (gpointer state G_GNUC_UNUSED, const ToolCounts *counts, guint unread_paths)
{
    g_autoptr (GString) out = g_string_new (NULL);

    add_kinds (out, counts);
    add_recipients (out, counts);
    add_metric (out, "messages_read", "Messages that were read, also those that were not asked for.", counts->messages);
    add_metric (out, "bytes_read", "Bytes of these messages.", counts->bytes);
    add_metric (out, "paths_unread", "Files and folders that could not be read to their end.", unread_paths);
    add_metric (out, "last_run_timestamp_seconds", "When the run ended.", (guint64) (g_get_real_time () / G_USEC_PER_SEC));
    tool_write (out->str, out->len);
}

const ToolFormat tool_format_stats = { .end = stats_end };

gboolean tool_stats_save (const char *path, const ToolCounts *counts, guint unread_paths)
{
    g_autoptr (GString) out = g_string_new (NULL);

    tool_redirect (out);
    stats_end (NULL, counts, unread_paths);
    tool_redirect (NULL);
    return tool_save (path, out);
}

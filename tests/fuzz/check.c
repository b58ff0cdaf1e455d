/* check.c: what holds for every result; see fuzz.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "fuzz.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* ---- What a run shares ---- */

static BounceParser *new_parser (void)
{
    g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_FATAL_MASK);
    return bounce_parser_new ();
}

BounceParser *fuzz_parser (void)
{
    static BounceParser *parser;

    if (!parser)
        parser = new_parser ();
    return parser;
}

BounceParser *fuzz_limited_parser (void)
{
    static const gsize limits[] = {
        [BOUNCE_LIMIT_MESSAGE] = 1500, [BOUNCE_LIMIT_NESTING] = 2, [BOUNCE_LIMIT_PARTS] = 4,
        [BOUNCE_LIMIT_HEADER] = 60,    [BOUNCE_LIMIT_TEXT] = 300,  [BOUNCE_LIMIT_RECIPIENTS] = 2,
        [BOUNCE_LIMIT_LINES] = 5,      [BOUNCE_LIMIT_LINE] = 70,
    };
    static BounceParser *parser;

    if (parser)
        return parser;
    parser = new_parser ();
    for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
        bounce_parser_set_limit (parser, (BounceLimit) i, limits[i]);
    bounce_parser_set_body_only (parser, TRUE);
    return parser;
}

char *fuzz_copy (Span bytes)
{
    char *copy = g_malloc (MAX (bytes.n, 1));

    memcpy (copy, bytes.s, bytes.n);
    return copy;
}

int fuzz_file (Span bytes, char **path)
{
    int fd = memfd_create ("fuzz", MFD_CLOEXEC);

    g_assert_cmpint (fd, >=, 0);
    for (gsize at = 0; at < bytes.n;) {
        gssize n = write (fd, bytes.s + at, bytes.n - at);
        g_assert_cmpint (n, >, 0);
        at += (gsize) n;
    }
    *path = g_strdup_printf ("/proc/self/fd/%d", fd);
    return fd;
}

/* ---- What holds ---- */

void fuzz_check_string (const char *string)
{
    g_assert_true (!string || (*string && g_utf8_validate (string, -1, NULL)));
}

void fuzz_check_json (const char *json)
{
    g_assert_true (g_utf8_validate (json, -1, NULL));
    for (const char *p = json; *p; p = g_utf8_next_char (p))
        g_assert_false (g_unichar_iscntrl (g_utf8_get_char (p)));
    g_autoptr(GError) error = NULL;
    g_autoptr(JsonNode) root = json_from_string (json, &error);
    g_assert_no_error (error);
    g_assert_true (root && JSON_NODE_HOLDS_OBJECT (root));
}

/* The two joiners are part of Persian and Indic words. */
static gboolean is_obeyed (gunichar c)
{
    GUnicodeType type = g_unichar_type (c);

    return type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR
           || (type == G_UNICODE_FORMAT && c != 0x200c && c != 0x200d);
}

static guint columns_of (gunichar c)
{
    return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
}

void fuzz_check_page (const char *page)
{
    guint column = 0;

    g_assert_true (g_utf8_validate (page, -1, NULL));
    g_assert_true (g_str_has_suffix (page, "\n"));
    for (const char *p = page; *p; p = g_utf8_next_char (p)) {
        gunichar c = g_utf8_get_char (p);
        g_assert_false (c != '\n' && is_obeyed (c));
        column = c == '\n' ? 0 : column + columns_of (c);
        g_assert_cmpuint (column, <=, 100);
    }
}

/* Only what is the recipient's or its domain's fault can be hard, and only a failure is judged so. */
static void check_verdict (BounceRecipient *r)
{
    BounceFault fault = bounce_recipient_get_fault (r);
    BounceSeverity severity = bounce_recipient_get_severity (r);

    g_assert_cmpint (severity != BOUNCE_SEVERITY_NONE, ==, bounce_recipient_get_action (r) == BOUNCE_ACTION_FAILED);
    if (severity == BOUNCE_SEVERITY_HARD)
        g_assert_true (fault == BOUNCE_FAULT_RECIPIENT || fault == BOUNCE_FAULT_DOMAIN);
}

void fuzz_check_recipient (BounceRecipient *r)
{
    const char *strings[] = {
        bounce_recipient_get_address (r),         bounce_recipient_get_final_address (r),
        bounce_recipient_get_original_address (r), bounce_recipient_get_status (r),
        bounce_recipient_get_reported_status (r), bounce_recipient_get_diagnostic (r),
        bounce_recipient_get_diagnostic_type (r), bounce_recipient_get_remote_mta (r),
        bounce_recipient_get_last_attempt (r),    bounce_recipient_get_retry_until (r),
        bounce_recipient_get_evidence_rule (r),   bounce_recipient_get_evidence_from (r),
        bounce_recipient_get_evidence_text (r),
    };

    for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
        fuzz_check_string (strings[i]);
    check_verdict (r);
    g_autofree char *json = bounce_recipient_to_json (r);
    fuzz_check_json (json);
}

static void check_fields (BounceReport *report, const char *of, const char *(*get) (BounceReport *, const char *) )
{
    for (const char *const *name = bounce_report_list_fields (report, of); *name; name++) {
        fuzz_check_string (*name);
        g_assert_nonnull (get (report, *name));
        fuzz_check_string (get (report, *name));
    }
}

void fuzz_check_report (BounceReport *report)
{
    const char *strings[] = {
        bounce_report_get_format (report),        bounce_report_get_source (report),     bounce_report_get_date (report),
        bounce_report_get_message_id (report),    bounce_report_get_subject (report),    bounce_report_get_from (report),
        bounce_report_get_to (report),            bounce_report_get_reporting_mta (report),
        bounce_report_get_arrival_date (report),  bounce_report_get_envelope_id (report),
    };

    for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
        fuzz_check_string (strings[i]);
    for (const char *const *w = bounce_report_get_warnings (report); *w; w++)
        fuzz_check_string (*w);
    for (guint i = 0; i < bounce_report_get_n_recipients (report); i++)
        fuzz_check_recipient (bounce_report_get_recipient (report, i));
    check_fields (report, "original", bounce_report_get_original);
    check_fields (report, "feedback", bounce_report_get_feedback);
    g_assert_cmpuint (strlen (bounce_report_get_id (report)), ==, 32);
    g_autofree char *json = bounce_report_to_json (report);
    fuzz_check_json (json);
}

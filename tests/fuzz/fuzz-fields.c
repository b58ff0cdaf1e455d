/* fuzz-fields.c: the readers of fields, addresses, reports, transcripts and charsets, one by one
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "fuzz.h"

#include "address.h"
#include "charset.h"
#include "disposition.h"
#include "date.h"
#include "dialogue.h"
#include "dsn.h"
#include "encoded-word.h"
#include "feedback.h"
#include "field.h"
#include "html.h"
#include "match.h"
#include "normal-form.h"
#include "original.h"
#include "sns.h"
#include "transcript.h"

/* Takes a string that a reader made: UTF-8, whatever it read. */
static void take (char *string)
{
    g_assert_true (!string || g_utf8_validate (string, -1, NULL));
    g_free (string);
}

static gboolean is_within (Span piece, Span text)
{
    return piece.n == 0 || (piece.s >= text.s && piece.s + piece.n <= text.s + text.n);
}

/* ---- Any bytes: headers come as they are ---- */

static void read_charset (Span bytes, Span label)
{
    g_autofree char *name = span_dup (label);

    take (charset_to_utf8 (bytes, NULL));
    take (charset_to_utf8 (bytes, name));
    take (charset_decode_header (bytes));
    g_free (encoded_words_decode (bytes));
}

static void read_fields (Span bytes)
{
    Span rest = bytes;
    Field field;

    while (field_next (&rest, &field)) {
        g_assert_true (is_within (field.name, bytes) && is_within (field.value, bytes) && field.name.n > 0);
        g_free (field_unfold (field.value));
        g_free (field_strip_comments (field.value));
        Span type, text;
        field_split_type (field.value, &type, &text);
        g_assert_true (is_within (type, bytes) && is_within (text, bytes));
    }
    g_assert_true (is_within (field_get (bytes, "Subject"), bytes));
}

/* ---- UTF-8: texts are decoded before they are read ---- */

/* An address that is signed gives its recipient back, with the key and without; one that the input holds is not signed. */
static void sign_address (const char *recipient)
{
    static const char key[] = "a key", *const domains[] = { "example.org", NULL };
    g_autofree char *address = bounce_verp_make (key, sizeof key, "l@example.org", recipient, 1, NULL);
    g_autofree char *with_key = bounce_verp_check (key, sizeof key, address, 0, 1), *without = address_from_verp (address);

    g_assert_true (!address || (strlen (address) <= 254 && bounce_id_is_within (address, domains)));
    g_assert_cmpstr (with_key, ==, address ? recipient : NULL);
    g_assert_cmpstr (without, ==, with_key);
    g_assert_null (bounce_verp_check (key, sizeof key, recipient, 0, 1));
    g_assert_false (bounce_token_find (key, sizeof key, "user@example.com", recipient, 0, 1));
    bounce_id_is_within (recipient, domains);
}

static void read_addresses (Span text)
{
    g_autofree char *string = span_dup (text);

    sign_address (string);
    Span rest = text, address;

    while ((address = address_find (rest, &rest)).n) {
        g_assert_true (is_within (address, text));
        address_is_daemon (address);
    }
    static const char *const types[] = { "rfc822", "utf-8", "x400" };
    for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
        gboolean broken = FALSE;
        take (address_decode (span_of (types[i]), text, &broken));
    }
    char *clean = address_clean (text);
    if (clean) {
        take (address_from_verp (clean));
        sign_address (clean);
        g_assert_true (address_same (clean, clean));
    }
    take (clean);
}

typedef void Reader (BounceReport *report, Span text);

static void read_status (BounceReport *report, Span text)
{
    dsn_read (report, text, 10, 200);
    g_assert_cmpuint (report->recipients->len, <=, 10);
}

static void read_feedback (BounceReport *report, Span text)
{
    feedback_read (report, text, 10, 200);
    g_assert_cmpuint (report->recipients->len, <=, 10);
}

static void read_disposition (BounceReport *report, Span text)
{
    disposition_read (report, text, text, 200);
}

static void read_original (BounceReport *report, Span text)
{
    original_read (report, text, 200);
}

static void read_sns (BounceReport *report, Span text)
{
    gboolean complaint = FALSE;
    sns_read (report, text, 10, &complaint);
    g_assert_cmpuint (report->recipients->len, <=, 10);
}

static void read_report (Reader *reader, Span text)
{
    g_autoptr(BounceReport) report = report_new ();

    reader (report, text);
    report_finish (report, text);
    g_autofree char *json = bounce_report_to_json (report);
    fuzz_check_json (json);
}

static void read_transcript (Span text)
{
    Response response = transcript_read (text);
    g_auto(Answer) answer = { 0 };

    g_assert_true (is_within (response.host, text) && is_within (response.said, text));
    g_assert_true (is_within (transcript_said (text), text) && is_within (transcript_inner (text), text));
    g_assert_cmpuint (response.reply, <, 600);
    take (status_to_string (response.status));
    take (transcript_join (text));
    if (dialogue_find (text, "user@example.com", &answer))
        g_assert_true (g_utf8_validate (answer.reply, -1, NULL));
    take (date_read (text));
    g_assert_cmpuint (original_start (text), <=, text.n);
}

static void read_text (Span text)
{
    g_autofree char *normal = normal_form (text);

    g_assert_true (g_utf8_validate (normal, -1, NULL));
    match_glob ("*mx*.example.*", text);
    take (html_to_text (text));
    read_addresses (text);
    read_transcript (text);
    read_report (read_status, text);
    read_report (read_feedback, text);
    read_report (read_disposition, text);
    read_report (read_original, text);
    read_report (read_sns, text);
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    g_autofree char *bytes = fuzz_copy ((Span){ (const char *) data, size });
    Span all = { bytes, size }, rest = all, label = SPAN_EMPTY;

    fuzz_parser (); /* GMime is ready */
    span_next_line (&rest, &label);
    read_charset (rest, label);
    read_fields (all);
    g_autofree char *utf8 = charset_to_utf8 (all, NULL);
    gsize length = strlen (utf8);
    g_autofree char *text = fuzz_copy ((Span){ utf8, length }); /* no NUL behind it */
    read_text ((Span){ text, length });
    return 0;
}

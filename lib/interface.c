/* interface.c: the parser as bounce.h offers it: limits, rules, and the ways in which mail comes
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "charset.h"
#include "classify.h"
#include "dsn.h"
#include "mime.h"
#include "parser.h"
#include "reading.h"

G_DEFINE_BOXED_TYPE (BounceParser, bounce_parser, bounce_parser_ref, bounce_parser_unref)

static const gsize default_limits[] = {
    [BOUNCE_LIMIT_MESSAGE] = BOUNCE_DEFAULT_LIMIT_MESSAGE, [BOUNCE_LIMIT_NESTING] = BOUNCE_DEFAULT_LIMIT_NESTING,
    [BOUNCE_LIMIT_PARTS] = BOUNCE_DEFAULT_LIMIT_PARTS,     [BOUNCE_LIMIT_HEADER] = BOUNCE_DEFAULT_LIMIT_HEADER,
    [BOUNCE_LIMIT_TEXT] = BOUNCE_DEFAULT_LIMIT_TEXT,       [BOUNCE_LIMIT_RECIPIENTS] = BOUNCE_DEFAULT_LIMIT_RECIPIENTS,
    [BOUNCE_LIMIT_LINES] = BOUNCE_DEFAULT_LIMIT_LINES,     [BOUNCE_LIMIT_LINE] = BOUNCE_DEFAULT_LIMIT_LINE,
};

#define MOST_NESTING 1000 /* a level takes 250 bytes of stack, and several times that with a sanitizer */

BounceParser *bounce_parser_new (void)
{
    BounceParser *parser = g_new0 (BounceParser, 1);

    parser->refs = 1;
    parser->rules = rules_new ();
    memcpy (parser->limits, default_limits, sizeof default_limits);
    return parser;
}

BounceParser *bounce_parser_ref (BounceParser *parser)
{
    g_atomic_int_inc (&parser->refs);
    return parser;
}

void bounce_parser_unref (BounceParser *parser)
{
    if (!g_atomic_int_dec_and_test (&parser->refs))
        return;
    rules_free (parser->rules);
    g_free (parser);
}

void bounce_parser_set_body_only (BounceParser *parser, gboolean body_only)
{
    parser->body_only = body_only;
}

void bounce_parser_set_limit (BounceParser *parser, BounceLimit limit, gsize value)
{
    g_return_if_fail ((guint) limit < G_N_ELEMENTS (default_limits));
    value = value ? value : default_limits[limit];
    parser->limits[limit] = limit == BOUNCE_LIMIT_NESTING ? MIN (value, MOST_NESTING) : value;
}

gsize bounce_parser_get_limit (BounceParser *parser, BounceLimit limit)
{
    g_return_val_if_fail ((guint) limit < G_N_ELEMENTS (default_limits), 0);
    return parser->limits[limit];
}

gboolean bounce_parser_add_rules (BounceParser *parser, const char *text, gssize length, const char *name, GError **error)
{
    g_autofree char *shown = g_utf8_make_valid (name, -1);

    if (length >= 0 && memchr (text, '\0', (gsize) length)) {
        g_set_error (error, BOUNCE_ERROR, BOUNCE_ERROR_RULES, "%s: a NUL stands in the file", shown);
        return FALSE;
    }
    g_autofree char *copy = length < 0 ? g_strdup (text) : g_strndup (text, (gsize) length);
    return rules_add (parser->rules, copy, shown, error);
}

gboolean bounce_parser_add_rules_file (BounceParser *parser, const char *path, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr (GError) cause = NULL;
    gsize length;

    if (g_file_get_contents (path, &text, &length, &cause))
        return bounce_parser_add_rules (parser, text, (gssize) length, path, error);
    gboolean missing = g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT);
    g_set_error_literal (error, BOUNCE_ERROR, missing ? BOUNCE_ERROR_NOT_FOUND : BOUNCE_ERROR_IO, cause->message);
    return FALSE;
}

/* A file begins with the rules of anyone, whatever scope the one before it ended with. */
static void append_rules (GString *all, const char *name, const char *text)
{
    g_string_append_printf (all, "# ---- %s ----\n\nscope any\n\n%s\n", name, text);
}

char *bounce_parser_list_rules (BounceParser *parser)
{
    GString *all = g_string_new (NULL);

    for (guint i = 0; i < parser->rules->texts->len; i++)
        append_rules (all, parser->rules->names->pdata[i], parser->rules->texts->pdata[i]);
    for (const BounceRuleFile *file = bounce_rule_files; file->name; file++)
        append_rules (all, file->name, file->text);
    return g_string_free (all, FALSE);
}

char **bounce_parser_check_rules (BounceParser *parser)
{
    return classify_check (parser->rules);
}

BounceReport *bounce_parser_parse (BounceParser *parser, const char *data, gsize length)
{
    return parser_read (parser, (Span){ data, length }, &(MessagePlace){ .size = length });
}

BounceReport *bounce_parser_parse_message (BounceParser *parser, GMimeMessage *message)
{
    mime_ready ();
    g_autoptr (GObject) owner = G_OBJECT (g_mime_stream_mem_new ());
    GMimeStream *stream = GMIME_STREAM (owner);

    g_mime_object_write_to_stream (GMIME_OBJECT (message), NULL, stream);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (stream));
    return bounce_parser_parse (parser, (const char *) bytes->data, bytes->len);
}

BounceReport *bounce_parser_parse_stream (BounceParser *parser, GMimeStream *stream, GError **error)
{
    g_autoptr (GString) data = g_string_new (NULL);
    MessagePlace place = { 0 };
    char buffer[32768];
    gssize n;

    while ((n = g_mime_stream_read (stream, buffer, sizeof buffer)) > 0) {
        gsize room = parser->limits[BOUNCE_LIMIT_MESSAGE] - data->len;
        place.size += (gsize) n;
        place.truncated = place.truncated || (gsize) n > room;
        g_string_append_len (data, buffer, (gssize) MIN ((gsize) n, room));
    }
    if (n < 0) {
        g_set_error_literal (error, BOUNCE_ERROR, BOUNCE_ERROR_IO, "the stream cannot be read");
        return NULL;
    }
    return parser_read (parser, (Span){ data->str, data->len }, &place);
}

BounceReport *bounce_parser_parse_file (BounceParser *parser, const char *path, GError **error)
{
    g_autoptr (BounceMailbox) mailbox = bounce_mailbox_open (path, error);

    if (!mailbox)
        return NULL;
    g_autoptr (GError) cause = NULL;
    if (bounce_mailbox_next (mailbox, &cause))
        return bounce_mailbox_parse (mailbox, parser);
    if (cause) {
        g_propagate_error (error, g_steal_pointer (&cause));
        return NULL;
    }
    g_autofree char *source = g_utf8_make_valid (path, -1);
    return parser_read (parser, SPAN_EMPTY, &(MessagePlace){ .source = source });
}

/* qmail-send's log has "_" for each space: "@4000… delivery 5: failure: user_is_over_quota/" */
static void undo_qmail_log (char *line)
{
    char *delivery = strstr (line, "delivery ");
    char *said = delivery ? delivery + strlen ("delivery ") + strspn (delivery + strlen ("delivery "), "0123456789") : NULL;

    if (said && (g_str_has_prefix (said, ": failure: ") || g_str_has_prefix (said, ": deferral: ")))
        g_strdelimit (said, "_", ' ');
}

BounceRecipient *bounce_parser_classify (BounceParser *parser, const char *text, const char *host)
{
    BounceRecipient *r = recipient_new ();
    g_autofree char *utf8 = charset_to_utf8 (span_first (span_of (text), parser->limits[BOUNCE_LIMIT_LINE]), NULL);
    g_autofree char *line = transcript_join (span_of (utf8));
    Statement statements[STATEMENTS_OF_REPLY + 1];

    undo_qmail_log (line);
    r->action = BOUNCE_ACTION_FAILED;
    r->diagnostic = span_dup_or_null (span_of (utf8));
    dsn_apply_text (r, span_of (line));
    if (host) {
        g_clear_pointer (&r->remote_mta, g_free);
        take_if_absent (&r->remote_mta, g_utf8_make_valid (host, -1));
    }
    guint n = statements_of_reply (span_of (line), statements);
    statements[n++] = (Statement){ span_of (line), "diagnostic" };
    classify (parser->rules, r, statements, n, NULL, NULL);
    return r;
}

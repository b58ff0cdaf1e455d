/* parser.c: the way of the data, from a message to its report
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "parser.h"

#include "charset.h"
#include "classify.h"
#include "disposition.h"
#include "dsn.h"
#include "feedback.h"
#include "field.h"
#include "kind.h"
#include "original.h"
#include "parts.h"
#include "reading.h"
#include "sns.h"
#include "warnings.h"

#include <gmime/gmime.h>

/* ---- 1. Parts ---- */

static Span keep (Reading *reading, char *owned, Span text)
{
    if (owned)
        g_ptr_array_add (reading->owned, owned);
    return text;
}

static Span text_of (Reading *reading, const Part *part)
{
    char *owned;
    gboolean returned = part->type == PART_MESSAGE || part->type == PART_HEADERS; /* whose end nobody reads */
    Span text = part_text (part, reading->parser->limits[BOUNCE_LIMIT_TEXT], returned ? NULL : reading->report->warnings, &owned);
    return keep (reading, owned, text);
}

static void read_header (Reading *reading)
{
    static const struct {
        const char *name;
        gsize offset;
    } wanted[] = { { "Subject", G_STRUCT_OFFSET (BounceReport, subject) }, { "From", G_STRUCT_OFFSET (BounceReport, from) },
                   { "To", G_STRUCT_OFFSET (BounceReport, to) } };
    BounceReport *report = reading->report;
    gsize limit = reading->parser->limits[BOUNCE_LIMIT_HEADER];

    for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
        Span value = field_get (reading->header, wanted[i].name);
        if (value.n > limit)
            warn (report->warnings, WARN_LONG_HEADER);
        take_if_absent (G_STRUCT_MEMBER_P (report, wanted[i].offset), charset_decode_header (span_first (value, limit)));
    }
    g_autofree char *id = charset_decode_header (span_first (field_get (reading->header, "Message-ID"), limit));
    gsize n = id ? strlen (id) : 0;
    if (n > 2 && id[0] == '<' && id[n - 1] == '>')
        report->message_id = g_strndup (id + 1, n - 2);
    else
        report->message_id = g_steal_pointer (&id);
    report->date = dsn_date (span_first (field_get (reading->header, "Date"), 200));
}

/* A body that is labelled as nothing in particular is what it looks like. */
static PartType type_of (const Part *part, Span text)
{
    gboolean file = part->type == PART_OTHER && part->name && (g_str_has_suffix (part->name, ".txt") || g_str_has_prefix (part->name, "ATT"));

    if (part->level && (part->type == PART_TEXT || file))
        return part_guess (text);
    return part->type;
}

static gboolean is_read (const Part *part)
{
    return part->type != PART_MULTIPART && (part->type != PART_OTHER || part->name);
}

/* A line that repeats the subject of what was sent: its words are the sender's own, and tell nothing of its fate. */
static gboolean repeats_subject (Span line, Span before)
{
    static const char *const labels[] = { "Subject", "Betreff", "Objet", "Asunto", "Assunto", "Oggetto", "Onderwerp", "Temat", "Тема", "件名",
                                          "主题", "主題", "제목", "The subject of", "The message subject", "Konu", "Ämne", "Emne", NULL };
    Span words = span_trim (line);

    for (guint i = 0; labels[i]; i++)
        if (span_starts (words, labels[i]))
            return span_find_char (span_first (words, 60), ':') > 0;
    /* alone and in quotes, after "… to deliver your message" */
    return words.n > 2 && words.s[0] == '"' && words.s[words.n - 1] == '"' && span_ends (span_trim (before), "your message");
}

/* Lines end with LF from here on. */
static void append_lines (GString *all, Span text)
{
    Span line, before = SPAN_EMPTY;

    for (; span_next_line (&text, &line); before = line) {
        if (!repeats_subject (line, before))
            g_string_append_len (all, line.s, (gssize) line.n);
        g_string_append_c (all, '\n');
    }
}

static void take_text (Reading *reading, GString *all, Span text)
{
    if (reading->original.n)
        return; /* what follows the returned message is a footer or another part of it */
    gsize end = original_start (text);
    append_lines (all, span_first (text, end));
    g_string_append_c (all, '\n');
    if (end < text.n)
        reading->original = span_from (text, end);
}

/* The header of a returned message stands in its body: decoded where somebody encoded it. */
static void take_original (Reading *reading, Span text)
{
    if (reading->original.n == 0 || !field_name_length (reading->original))
        reading->original = text;
}

static void take_status_part (Reading *reading, Span text)
{
    dsn_read (reading->report, text, reading->parser->limits[BOUNCE_LIMIT_RECIPIENTS],
              reading->parser->limits[BOUNCE_LIMIT_HEADER]);
    reading->status = text;
}

static gboolean has_plain_twin (GArray *parts, guint i)
{
    for (guint k = 0; k < i; k++) {
        const Part *part = &g_array_index (parts, Part, k);
        if (part->type == PART_TEXT && !span_is_blank (part->body))
            return TRUE;
    }
    return FALSE;
}

/* Goes through the parts in their order. Feedback and dispositions are kept for when the text is whole. */
static Span read_parts (Reading *reading, GArray *parts)
{
    GString *all = g_string_new (NULL);
    Span special = SPAN_EMPTY;

    for (guint i = 0; i < parts->len; i++) {
        const Part *part = &g_array_index (parts, Part, i);
        if (!is_read (part) || (part->type == PART_HTML && has_plain_twin (parts, i)))
            continue;
        Span text = text_of (reading, part);
        PartType type = type_of (part, text);
        switch (type) {
        case PART_STATUS:
            take_status_part (reading, text);
            reading->machine = type;
            break;
        case PART_TRACKING: /* where mail went, asked for by its sender: no report on its failure */
            reading->machine = type;
            break;
        case PART_FEEDBACK:
        case PART_DISPOSITION:
            special = text;
            reading->machine = type;
            break;
        case PART_MESSAGE:
        case PART_HEADERS:
            take_original (reading, text);
            break;
        case PART_TEXT:
        case PART_HTML:
            take_text (reading, all, text);
            break;
        default:
            break;
        }
    }
    gsize length = all->len;
    char *text = g_string_free (all, FALSE);
    reading->text = keep (reading, text, (Span){ text, length });
    return special;
}

/* ---- 2. Standard reports ---- */

static const char *status_format (GArray *parts)
{
    for (guint i = 0; i < parts->len; i++)
        if (g_str_has_prefix (g_array_index (parts, Part, i).media, "message/global"))
            return "rfc6533";
    return "rfc3464";
}

static void read_standard (Reading *reading, GArray *parts, Span special)
{
    BounceReport *report = reading->report;

    switch (reading->machine) {
    case PART_STATUS:
        report->format = status_format (parts);
        break;
    case PART_TRACKING:
        report->format = "tracking";
        break;
    case PART_FEEDBACK:
        report->format = "arf";
        feedback_read (report, special);
        break;
    case PART_DISPOSITION:
        report->format = "mdn";
        reading->refused = disposition_read (report, special, reading->text);
        break;
    default:
        break;
    }
}

/* ---- 3. The way ---- */

static void set_kind (Reading *reading)
{
    BounceReport *report = reading->report;

    if (reading->machine == PART_FEEDBACK || reading->complaint)
        report->kind = BOUNCE_KIND_FEEDBACK;
    else if (reading->machine == PART_DISPOSITION && !reading->refused)
        report->kind = BOUNCE_KIND_DISPOSITION;
    else if (report->recipients->len)
        report->kind = kind_of_actions (report);
    else if (kind_is_auto_reply (reading->header, span_of (report->subject)))
        report->kind = BOUNCE_KIND_AUTO_REPLY;
    if (report->kind == BOUNCE_KIND_OTHER && reading->machine == PART_STATUS)
        warn (report->warnings, WARN_NO_RECIPIENT);
}

static void read_structure (Reading *reading, Span message)
{
    const gsize *limits = reading->parser->limits;
    ScreenLimits screen = { limits[BOUNCE_LIMIT_NESTING], limits[BOUNCE_LIMIT_PARTS], limits[BOUNCE_LIMIT_HEADER] };
    g_autoptr(GArray) parts = screen_parts (message, &screen, reading->report->warnings);

    reading->header = g_array_index (parts, Part, 0).header;
    reading->machine = PART_TEXT;
    reading->original = SPAN_EMPTY;
    Span special = read_parts (reading, parts);
    read_standard (reading, parts, special);
    /* a report of another type (TLSRPT, DMARC), whatever its words are */
    const char *type = g_array_index (parts, Part, 0).report_type;
    reading->foreign = type && reading->machine == PART_TEXT && g_ascii_strcasecmp (type, "delivery-status") != 0;
}

static gboolean is_report (const Reading *reading)
{
    return reading->machine == PART_STATUS || (reading->machine == PART_TEXT && !reading->complaint && !reading->foreign && !reading->report->format);
}

static gboolean is_guess (const BounceReport *report)
{
    for (guint i = 0; i < report->recipients->len; i++)
        if (!((BounceRecipient *) report->recipients->pdata[i])->guessed)
            return FALSE;
    return TRUE;
}

static GPtrArray *new_recipients (void)
{
    return g_ptr_array_new_with_free_func ((GDestroyNotify) bounce_recipient_unref);
}

/* A report that somebody passed on stands whole in a message that is none itself (RFC 6522 allows it anywhere), and knows more
 * than what can be guessed from the words around it. What is returned with a report is not read: there the recipients are known. */
static void read_inner (Reading *reading)
{
    BounceReport *report = reading->report;
    Reading outer = *reading;
    GPtrArray *guessed = report->recipients;
    g_autofree char *subject = charset_decode_header (field_get (reading->original, "Subject"));

    if (!is_guess (report) || reading->machine != PART_TEXT || reading->original.n == 0
        || kind_likeness (reading->original, span_of (subject)) < LIKENESS_GOOD)
        return;
    report->recipients = new_recipients ();
    reading->line = NULL;
    reading->action = BOUNCE_ACTION_NONE;
    read_structure (reading, reading->original);
    if (reading->machine == PART_TEXT)
        reading_take_text (reading);
    if (is_guess (report)) { /* the outer one was as good */
        g_ptr_array_unref (report->recipients);
        report->recipients = guessed;
        *reading = outer;
    } else {
        g_ptr_array_unref (guessed);
    }
}

/* A text without a header: all of it is what is said to people, up to the returned message. */
static void read_body (Reading *reading, Span body)
{
    GString *all = g_string_new (NULL);
    char *utf8 = charset_to_utf8 (span_first (body, reading->parser->limits[BOUNCE_LIMIT_TEXT]), NULL);

    reading->header = SPAN_EMPTY;
    take_text (reading, all, keep (reading, utf8, span_of (utf8)));
    reading->text = keep (reading, all->str, (Span){ all->str, all->len });
    g_string_free (all, FALSE);
    if (body.n > reading->parser->limits[BOUNCE_LIMIT_TEXT])
        warn (reading->report->warnings, WARN_TEXT);
}

static void read_message (Reading *reading, Span message)
{
    if (reading->parser->body_only)
        read_body (reading, message);
    else
        read_structure (reading, message);
    if (reading->header.n == 0 && !reading->parser->body_only)
        warn (reading->report->warnings, message.n ? WARN_NO_HEADER : WARN_EMPTY);
    read_header (reading);
    if (reading->machine == PART_TEXT && !sns_read (reading->report, reading->text, &reading->complaint))
        reading->complaint = kind_is_complaint (reading->header, span_of (reading->report->subject), reading->text);
    if (is_report (reading))
        reading_take_text (reading);
    read_inner (reading);
    if (reading->failure && reading->report->recipients->len == 0)
        reading_take_nobody (reading);
    original_read (reading->report, reading->original);
    if (reading->report->recipients->len == 0 && (reading->complaint || reading->machine == PART_FEEDBACK))
        reading_take_complainant (reading);
    reading_complete (reading);
    set_kind (reading);
}

/* A message whose lines end with CR alone: every reader knows LF. */
static char *undo_bare_cr (Span message)
{
    if (message.n == 0 || memchr (message.s, '\n', message.n) || !memchr (message.s, '\r', message.n))
        return NULL;
    char *copy = g_memdup2 (message.s, message.n);
    for (gsize i = 0; i < message.n; i++)
        if (copy[i] == '\r')
            copy[i] = '\n';
    return copy;
}

BounceReport *parser_read (BounceParser *parser, Span message, const MessagePlace *place)
{
    BounceReport *report = report_new ();
    Reading reading = { .parser = parser, .report = report, .owned = g_ptr_array_new_with_free_func (g_free), .machine = PART_TEXT };

    report->source = g_strdup (place->source ? place->source : "-");
    report->offset = place->offset;
    report->size = place->size;
    if (place->unreadable) {
        report->kind = BOUNCE_KIND_UNREADABLE;
        warn (report->warnings, g_intern_string (place->unreadable));
    } else {
        if (place->truncated || message.n > parser->limits[BOUNCE_LIMIT_MESSAGE])
            warn (report->warnings, WARN_MESSAGE);
        message = span_first (message, parser->limits[BOUNCE_LIMIT_MESSAGE]);
        g_autofree char *mended = undo_bare_cr (message);
        read_message (&reading, mended ? (Span){ mended, message.n } : message);
        if (place->show)
            place->show (&reading, place->user_data);
    }
    report_finish (report, message);
    g_ptr_array_unref (reading.owned);
    return report;
}

/* ---- The interface ---- */

G_DEFINE_BOXED_TYPE (BounceParser, bounce_parser, bounce_parser_ref, bounce_parser_unref)

static const gsize default_limits[] = {
    [BOUNCE_LIMIT_MESSAGE] = BOUNCE_DEFAULT_LIMIT_MESSAGE, [BOUNCE_LIMIT_NESTING] = BOUNCE_DEFAULT_LIMIT_NESTING,
    [BOUNCE_LIMIT_PARTS] = BOUNCE_DEFAULT_LIMIT_PARTS,     [BOUNCE_LIMIT_HEADER] = BOUNCE_DEFAULT_LIMIT_HEADER,
    [BOUNCE_LIMIT_TEXT] = BOUNCE_DEFAULT_LIMIT_TEXT,       [BOUNCE_LIMIT_RECIPIENTS] = BOUNCE_DEFAULT_LIMIT_RECIPIENTS,
};

BounceParser *bounce_parser_new (void)
{
    static gsize once;
    BounceParser *parser = g_new0 (BounceParser, 1);

    if (g_once_init_enter (&once)) {
        g_mime_init ();
        g_once_init_leave (&once, 1);
    }
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
    parser->limits[limit] = value ? value : default_limits[limit];
}

gsize bounce_parser_get_limit (BounceParser *parser, BounceLimit limit)
{
    g_return_val_if_fail ((guint) limit < G_N_ELEMENTS (default_limits), 0);
    return parser->limits[limit];
}

gboolean bounce_parser_add_rules (BounceParser *parser, const char *text, gssize length, const char *name, GError **error)
{
    if (length >= 0 && memchr (text, '\0', (gsize) length)) {
        g_set_error (error, BOUNCE_ERROR, BOUNCE_ERROR_RULES, "%s: a NUL stands in the file", name);
        return FALSE;
    }
    g_autofree char *copy = length < 0 ? g_strdup (text) : g_strndup (text, (gsize) length);
    return rules_add (parser->rules, copy, name, error);
}

gboolean bounce_parser_add_rules_file (BounceParser *parser, const char *path, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    gsize length;

    if (g_file_get_contents (path, &text, &length, &cause))
        return bounce_parser_add_rules (parser, text, (gssize) length, path, error);
    gboolean missing = g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT);
    g_set_error_literal (error, BOUNCE_ERROR, missing ? BOUNCE_ERROR_NOT_FOUND : BOUNCE_ERROR_IO, cause->message);
    return FALSE;
}

char *bounce_parser_list_rules (BounceParser *parser)
{
    GString *all = g_string_new (NULL);

    for (guint i = 0; i < parser->rules->texts->len; i++)
        g_string_append_printf (all, "# ---- %s ----\n\nscope any\n\n%s\n", (const char *) parser->rules->names->pdata[i],
                                (const char *) parser->rules->texts->pdata[i]);
    for (const BounceRuleFile *file = bounce_rule_files; file->name; file++)
        g_string_append_printf (all, "# ---- %s ----\n\nscope any\n\n%s\n", file->name, file->text);
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
    g_autoptr(GObject) owner = G_OBJECT (g_mime_stream_mem_new ());
    GMimeStream *stream = GMIME_STREAM (owner);

    g_mime_object_write_to_stream (GMIME_OBJECT (message), NULL, stream);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (stream));
    return bounce_parser_parse (parser, (const char *) bytes->data, bytes->len);
}

BounceReport *bounce_parser_parse_stream (BounceParser *parser, GMimeStream *stream, GError **error)
{
    g_autoptr(GString) data = g_string_new (NULL);
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
    g_autoptr(BounceMailbox) mailbox = bounce_mailbox_open (path, error);

    if (!mailbox)
        return NULL;
    g_autoptr(GError) cause = NULL;
    if (bounce_mailbox_next (mailbox, &cause))
        return bounce_mailbox_parse (mailbox, parser);
    if (cause) {
        g_propagate_error (error, g_steal_pointer (&cause));
        return NULL;
    }
    return parser_read (parser, SPAN_EMPTY, &(MessagePlace){ .source = path });
}

/* qmail-send's log has "_" for each space: "delivery 5: failure: user_is_over_quota/" */
static void undo_qmail_log (char *line)
{
    char *said = strstr (line, "failure: ");
    said = said ? said : strstr (line, "deferral: ");
    if (said && strncmp (line, "delivery ", strlen ("delivery ")) == 0)
        g_strdelimit (said, "_", ' ');
}

BounceRecipient *bounce_parser_classify (BounceParser *parser, const char *text, const char *host)
{
    BounceRecipient *r = recipient_new ();
    g_autofree char *utf8 = charset_to_utf8 (span_of (text), NULL);
    g_autofree char *line = transcript_join (span_of (utf8));
    Statement statement = { span_of (line), "diagnostic" };

    undo_qmail_log (line);
    r->action = BOUNCE_ACTION_FAILED;
    r->diagnostic = span_dup_or_null (span_of (utf8));
    dsn_apply_text (r, span_of (line));
    if (host) {
        g_free (r->remote_mta);
        r->remote_mta = span_dup_or_null (span_of (host));
    }
    classify (parser->rules, r, &statement, 1, NULL);
    return r;
}

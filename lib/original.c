/* original.c: the message that was sent and came back; see original.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "original.h"

#include "address.h"
#include "charset.h"
#include "date.h"
#include "field.h"
#include "message-id.h"
#include "words.h"

/* Lines after which the returned message, or its header, follows. Each stands in the line as it is here, in any case; those with
 * a "^" stand at its begin, behind white space at most. */
static const char *const separators[] = {
    "--- Below this line is a copy of the message", /* qmail, Yahoo */
    "--- Below the next line is a copy of the message",
    "--- Below this line is the original bounce",
    "--- Enclosed are the original headers",
    "--- Undelivered message follows",
    "--- Enclosed is a copy",
    "truncated original message follows",
    "Below this line is a copy of the message",
    "Your original message begins as follows",
    "===== message follows",
    "--- Returned message ---",
    "------ This is a copy of ", /* Exim */
    "------ The body of the message is ",
    "--- The header of the original message is following",
    "--- Original message follows",
    "----- Original message", /* sendmail 5, Gmail of old */
    "----- Unsent message follows",
    "----- Message header follows",
    "----- Message headers follow",
    "----- No message was collected",
    "---- START OF RETURNED MESSAGE",
    "--------RETURNED MAIL FOLLOWS",
    "------- Returned Message",
    "--- Message text follows",
    "Message text follows: ---",
    "-------original m", /* m-FILTER */
    "Original mail as follows:",
    "Below is a copy of the original message:", /* OpenSMTPD */
    "Here is your returned mail",
    "Included is a copy of the message header",
    "Your message begins as follows",
    "-- The header and top 20 lines of the message follow",
    "^Original message follows.",
    "^Original message headers",
    "^Original message header:",
    "^Original message attached",
    "^Message headers follow",
    "^Message header follows",
    "^A copy of the original message",
    "^Old message:",
    "^Your message reads",
    "^The original message follows:",
    "^Returned message follows",
    "Ursprüngliche Nachrichtenkopfzeilen",
    "En-têtes de message d'origine",
    "En-têtes du message d'origine",
    "Encabezados de mensaje originales",
    "Encabezados originales del mensaje",
    "Cabeçalhos originais da mensagem",
    "Cabeçalhos da mensagem original",
    "Intestazioni originali del messaggio",
    "Oorspronkelijke berichtkoppen",
    "Oryginalne nagłówki wiadomości",
    "Исходные заголовки сообщения",
    "元のメッセージ ヘッダー",
    "原始邮件头",
    "원래 메시지 헤더",
};

static const char *separator_word (guint i)
{
    return separators[i] + (separators[i][0] == '^');
}

static Words separator_words = { .list = separator_word, .n = G_N_ELEMENTS (separators) };

#define LONGEST_SEPARATOR 200
#define LONGEST_LINE 1000 /* with white space around it (RFC 5322, section 2.1.1); a longer one is none, and not looked through */

/* The line of text in which a place is; empty where it is too long. */
static Span line_at (Span text, const char *place)
{
    gsize at = (gsize) (place - text.s), from = at > LONGEST_LINE ? at - LONGEST_LINE : 0;
    const char *before = memrchr (text.s + from, '\n', at - from);
    Span rest = span_first (span_from (text, before ? (gsize) (before + 1 - text.s) : from), LONGEST_LINE), line;

    return (before || from == 0) && span_next_line (&rest, &line) ? line : SPAN_EMPTY;
}

typedef struct {
    Span text;
    const char *first; /* the line of the first separator so far, or NULL */
} Separation;

static void take_separator (guint separator, const PhrasePlace *place, gpointer user_data)
{
    Separation *separation = user_data;
    Span where = place->where;

    if (separation->first && where.s >= separation->first)
        return;
    Span line = line_at (separation->text, where.s), trimmed = span_trim (line);
    gboolean begins = separators[separator][0] == '^';
    if (trimmed.n >= 10 && trimmed.n <= LONGEST_SEPARATOR && (!begins || where.s == trimmed.s))
        separation->first = line.s;
}

/* Where the first line with a separator begins; the end of the text where none has. */
static gsize separator_start (Span text)
{
    Separation separation = { .text = text };

    words_each (&separator_words, text, take_separator, &separation);
    return separation.first ? (gsize) (separation.first - text.s) : text.n;
}

static gboolean is_separator (Span line)
{
    return separator_start (line) < line.n;
}

/* A header in the midst of a text, without any announcement: three fields in a row, one of them such as only a message has. */
static gboolean begins_header (Span text)
{
    static const char *const telling[] = { "Return-Path", "Received", "Message-ID", "MIME-Version", "From", NULL };
    static const char *const first[] = { "Return-Path:", "Received:", "Message-ID:", "Date:", "From:", NULL };
    Field field;
    guint told = 0, begin = 0;

    while (first[begin] && !span_starts (text, first[begin]))
        begin++;
    if (!first[begin])
        return FALSE;
    for (guint n = 0; n < 8 && field_next (&text, &field); n++)
        for (guint i = 0; telling[i]; i++)
            told += span_is (field.name, telling[i]);
    return told >= 3;
}

gsize original_start (Span text)
{
    gsize end = separator_start (text);
    Span rest = span_first (text, end), before = rest, line;

    for (; span_next_line (&rest, &line); before = rest)
        if (begins_header (span_join (before, text)))
            return (gsize) (before.s - text.s);
    return end;
}

/* ---- Reading ---- */

static char *return_path (Span value)
{
    if (span_is (span_trim (value), "<>")) /* a report came back: it has no sender (RFC 5321, section 4.5.5) */
        return g_strdup ("<>");
    char *address = address_clean (value);
    return address ? address : message_id_read (value); /* "<user>" */
}

static const struct {
    Span field;
    const char *name;
    char *(*read) (Span value);
} wanted[] = {
    { SPAN_LITERAL ("Message-ID"), "message_id", message_id_read },
    { SPAN_LITERAL ("Subject"), "subject", charset_decode_header },
    { SPAN_LITERAL ("From"), "from", charset_decode_header },
    { SPAN_LITERAL ("To"), "to", charset_decode_header },
    { SPAN_LITERAL ("Date"), "date", date_read },
    { SPAN_LITERAL ("List-Id"), "list_id", charset_decode_header },
    { SPAN_LITERAL ("Return-Path"), "return_path", return_path },
};

Span original_header (Span text)
{
    Span rest = text, line;

    for (guint n = 0; n < 8; n++) {
        text = rest;
        if (!span_next_line (&rest, &line) || (field_name_length (line) && !is_separator (line)))
            break;
    }
    return text;
}

void original_read (BounceReport *report, Span header, gsize max_field)
{
    Field field;

    header = original_header (header);
    while (field_next (&header, &field))
        for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
            if (span_equal_nocase (field.name, wanted[i].field))
                field_list_add (&report->original, wanted[i].name,
                                wanted[i].read (field_limited (field.value, max_field, report->warnings)));
}

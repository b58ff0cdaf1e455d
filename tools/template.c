/* template.c: what a wording has in common with itself when it is said of somebody else; see tool.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include <string.h>

#define LEAST_PHRASE 6 /* bytes; a rule may have 4, but so short a word says too little */

typedef enum {
    TOKEN_WORD, /* constant */
    TOKEN_CODE, /* stays, but is no part of a phrase: conditions are for codes */
    TOKEN_ADDRESS,
    TOKEN_HOST,
    TOKEN_URL,
    TOKEN_NUMBER, /* and hexadecimal digits, queue ids, dates */
} TokenType;

static const char *const places[] = {
    [TOKEN_ADDRESS] = "<address>",
    [TOKEN_HOST] = "<host>",
    [TOKEN_URL] = "<url>",
    [TOKEN_NUMBER] = "<n>",
};

/* Constant text goes into segment, and into the list of segments where something else follows. */
typedef struct {
    GString *text;
    GString *segment;
    GPtrArray *segments;
} Builder;

/* ---- Tokens --------------------------------------------------------------------------------------------------------*/

static gboolean is_delimiter (char c)
{
    return strchr (" <>()[]{}\"',;|", c) != NULL;
}

static gsize count_of (const char *token, gsize n, const char *set)
{
    gsize count = 0;

    for (gsize i = 0; i < n; i++)
        count += token[i] && strchr (set, token[i]) ? 1 : 0;
    return count;
}

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static gboolean is_made_of (const char *token, gsize n, const char *set)
{
    return n && count_of (token, n, set) == n;
}

static gboolean is_url (const char *token, gsize n)
{
    static const char *const begins[] = { "http://", "https://", "www.", "mailto:" };

    for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
        if (n > strlen (begins[i]) && g_ascii_strncasecmp (token, begins[i], strlen (begins[i])) == 0)
            return TRUE;
    return FALSE;
}

static gboolean is_address (const char *token, gsize n)
{
    const char *at = memchr (token, '@', n);
    return at && at > token && at < token + n - 1;
}

/* "550", "5.1.1", and both as "550-5.1.1" */
static gboolean is_code (const char *token, gsize n)
{
    if (n >= 3 && strchr ("245", token[0]) && token[1] >= '0' && token[1] <= '5' && g_ascii_isdigit (token[2]))
        return n == 3 || (n > 4 && token[3] == '-' && is_code (token + 4, n - 4)) || (n == 4 && token[3] == '-');
    return n >= 5 && n <= 9 && strchr ("245", token[0]) && token[1] == '.' && is_made_of (token, n, DIGITS ".")
           && count_of (token, n, ".") == 2 && token[2] != '.' && token[n - 1] != '.';
}

/* "mx.example.com", "mx.example.com:25", "192.0.2.1", "2001:db8::1" */
static gboolean is_host (const char *token, gsize n)
{
    const char *colon = memchr (token, ':', n), *dot;
    gsize name = colon ? (gsize) (colon - token) : n, colons = count_of (token, n, ":");

    if (colons > 4 || (colons > 1 && g_strstr_len (token, (gssize) n, "::")))
        return is_made_of (token, n, DIGITS "abcdefABCDEF:.") && n > 4;
    if (is_made_of (token, name, DIGITS ".") && count_of (token, name, ".") == 3)
        return TRUE;
    dot = g_strrstr_len (token, (gssize) name, ".");
    if (!dot || dot == token || !is_made_of (token, name, DIGITS LETTERS "-._"))
        return FALSE;
    gsize last = name - (gsize) (dot + 1 - token);
    return last >= 2 && is_made_of (dot + 1, last, LETTERS);
}

/* "42", "1.5MB", "4Xq7Rz1s2tz9vK", "d2e1a72fcca58-71a0b1b5", "14:32:04", but neither "utf8" nor "8bitmime". */
static gboolean is_number (const char *token, gsize n)
{
    gsize digits = count_of (token, n, DIGITS);

    if (digits == 0 || !is_made_of (token, n, DIGITS LETTERS "-._+/:#%~$"))
        return FALSE;
    if (digits == count_of (token, n, DIGITS LETTERS))
        return TRUE;
    return n >= 5 && (digits >= 2 || is_made_of (token, n, DIGITS "abcdefABCDEF"));
}

static TokenType type_of (const char *token, gsize n)
{
    if (is_url (token, n))
        return TOKEN_URL;
    if (is_address (token, n))
        return TOKEN_ADDRESS;
    if (is_code (token, n))
        return TOKEN_CODE;
    if (is_host (token, n))
        return TOKEN_HOST;
    return is_number (token, n) ? TOKEN_NUMBER : TOKEN_WORD;
}

/* ---- Building ------------------------------------------------------------------------------------------------------*/

static void end_segment (Builder *builder)
{
    if (builder->segment->len)
        g_ptr_array_add (builder->segments, g_strndup (builder->segment->str, builder->segment->len));
    g_string_truncate (builder->segment, 0);
}

static void add_space (GString *out)
{
    if (out->len && out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
}

/* A character as the normal form of rules writes it; where that may write it differently, or a phrase would take it for a gap, it
 * ends the segment. */
static void add_character (Builder *builder, gunichar c)
{
    gunichar folded = g_unichar_tolower (c);
    gboolean plain = c < 0x80 ? c != '*' : g_unichar_isalnum (folded) || g_unichar_ismark (folded);

    if (c == ' ') {
        add_space (builder->text);
        add_space (builder->segment);
        return;
    }
    g_string_append_unichar (builder->text, folded);
    if (plain)
        g_string_append_unichar (builder->segment, folded);
    else
        end_segment (builder);
}

static void add_constant (Builder *builder, const char *text, gsize n)
{
    for (const char *p = text; p < text + n; p = g_utf8_next_char (p))
        add_character (builder, g_utf8_get_char (p));
}

static void add_code (Builder *builder, const char *code, gsize n)
{
    end_segment (builder);
    g_string_append_len (builder->text, code, (gssize) n);
}

static void add_place (Builder *builder, TokenType type)
{
    end_segment (builder);
    g_string_append (builder->text, places[type]);
}

/* "<user@example.com>" is one place, not one in brackets. */
static void undo_brackets (GString *text)
{
    for (guint i = TOKEN_ADDRESS; i <= TOKEN_NUMBER; i++) {
        g_autofree char *doubled = g_strconcat ("<", places[i], ">", NULL);
        if (!g_str_has_suffix (text->str, doubled))
            continue;
        g_string_erase (text, (gssize) (text->len - strlen (doubled)), 1);
        g_string_truncate (text, text->len - 1);
    }
}

static void add_token (Builder *builder, const char *token, gsize n)
{
    gsize end = n;

    while (end && strchr (".:!?", token[end - 1]))
        end--;
    TokenType type = type_of (token, end);
    const char *equals = type == TOKEN_WORD ? memchr (token, '=', end) : NULL;
    if (equals) { /* "name=example.com" */
        gsize name = (gsize) (equals - token);
        add_token (builder, token, name);
        add_constant (builder, "=", 1);
        add_token (builder, equals + 1, n - name - 1);
        return;
    }
    if (type == TOKEN_WORD)
        add_constant (builder, token, end);
    else if (type == TOKEN_CODE)
        add_code (builder, token, end);
    else
        add_place (builder, type);
    add_constant (builder, token + end, n - end);
}

/* ---- Phrases -------------------------------------------------------------------------------------------------------*/

static gboolean is_edge (char c)
{
    return c > 0 && c < 0x7f && !g_ascii_isalnum (c);
}

/* Without what stands between words at its ends. */
static void trim (char *segment)
{
    gsize n = strlen (segment), start = 0;

    while (n && is_edge (segment[n - 1]))
        n--;
    while (start < n && is_edge (segment[start]))
        start++;
    memmove (segment, segment + start, n - start);
    segment[n - start] = '\0';
}

/* What Postfix says around what the host said. */
static gboolean is_frame (const char *phrase)
{
    return g_str_has_prefix (phrase, "in reply to ") && g_str_has_suffix (phrase, " command");
}

static char *longest_phrase (const GPtrArray *segments)
{
    char *longest = NULL;

    for (guint i = 0; i < segments->len; i++) {
        char *phrase = g_strdup (segments->pdata[i]);
        trim (phrase);
        if (strlen (phrase) >= LEAST_PHRASE && !is_frame (phrase) && (!longest || strlen (phrase) > strlen (longest))) {
            g_free (longest);
            longest = g_steal_pointer (&phrase);
        }
        g_free (phrase);
    }
    return longest;
}

static char *whole_phrase (const GPtrArray *segments)
{
    GString *whole = g_string_new (NULL);

    for (guint i = 0; i < segments->len; i++)
        if (strcmp (segments->pdata[i], " ") != 0)
            g_string_append_printf (whole, "%s%s", whole->len ? "*" : "", (const char *) segments->pdata[i]);
    trim (whole->str);
    gboolean several = strchr (whole->str, '*') != NULL;
    return g_string_free (whole, !several);
}

ToolTemplate *tool_template_new (const char *said)
{
    ToolTemplate *template = g_new0 (ToolTemplate, 1);
    g_autoptr (GString) segment = g_string_new (NULL);
    g_autoptr (GPtrArray) segments = g_ptr_array_new_with_free_func (g_free);
    Builder builder = { g_string_new (NULL), segment, segments };

    for (const char *p = said, *end; *p; p = end) {
        for (end = p; *end && !is_delimiter (*end);)
            end++;
        if (end > p) {
            add_token (&builder, p, (gsize) (end - p));
            continue;
        }
        add_constant (&builder, p, 1);
        if (*p == '>')
            undo_brackets (builder.text);
        end = p + 1;
    }
    end_segment (&builder);
    template->text = g_strchomp (g_string_free (builder.text, FALSE));
    template->phrase = longest_phrase (segments);
    template->whole = template->phrase ? whole_phrase (segments) : NULL;
    return template;
}

void tool_template_free (ToolTemplate *template)
{
    g_free (template->text);
    g_free (template->phrase);
    g_free (template->whole);
    g_free (template);
}

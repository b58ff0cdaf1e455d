/* json.c: a small streaming writer of JSON; see json.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "json.h"

#include <string.h>

/* Like g_string_append_len(), which looks for overlaps and more; a report has some hundred pieces. */
static void put (GString *out, const char *bytes, gsize n)
{
    gsize length = out->len;

    if (length + n >= out->allocated_len) {
        g_string_append_len (out, bytes, (gssize) n);
        return;
    }
    memcpy (out->str + length, bytes, n);
    out->str[length + n] = '\0';
    out->len = length + n;
}

/* The bytes that stand for themselves in a JSON string. */
static const guint8 plain[256] = { [' ' ... '!'] = 1, ['#' ... '['] = 1, [']' ... '~'] = 1 };

static gsize plain_run (const char *s)
{
    const guchar *p = (const guchar *) s;

    while (plain[*p])
        p++;
    return (gsize) (p - (const guchar *) s);
}

/* Appends one character that needs care and returns what follows it. */
static const char *append_special (GString *out, const char *s)
{
    static const char escapes[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    guchar byte = (guchar) *s;

    if (byte >= 0x80) {
        gunichar c = g_utf8_get_char_validated (s, -1);
        if ((gint32) c < 0) {
            g_string_append (out, "\357\277\275");
            return s + 1;
        }
        gsize length = (gsize) (g_utf8_next_char (s) - s);
        if (c < 0xa0) /* C1 controls: no terminal is to see them */
            g_string_append_printf (out, "\\u%04x", c);
        else
            g_string_append_len (out, s, (gssize) length);
        return s + length;
    }
    for (const char *e = escapes; *e; e += 2)
        if (*e == *s) {
            g_string_append_c (out, '\\');
            g_string_append_c (out, e[1]);
            return s + 1;
        }
    g_string_append_printf (out, "\\u%04x", byte);
    return s + 1;
}

static void append_quoted (GString *out, const char *s)
{
    g_string_append_c (out, '"');
    while (*s) {
        gsize run = plain_run (s);
        put (out, s, run);
        s += run;
        if (*s)
            s = append_special (out, s);
    }
    g_string_append_c (out, '"');
}

static void begin_member (Json *json, const char *key)
{
    if (json->follows)
        g_string_append_c (json->out, ',');
    json->follows = TRUE;
    if (key) {
        append_quoted (json->out, key);
        g_string_append_c (json->out, ':');
    }
}

static void open_bracket (Json *json, const char *key, char bracket)
{
    begin_member (json, key);
    g_string_append_c (json->out, bracket);
    json->follows = FALSE;
}

static void close_bracket (Json *json, char bracket)
{
    g_string_append_c (json->out, bracket);
    json->follows = TRUE;
}

void json_begin_object (Json *json, const char *key)
{
    open_bracket (json, key, '{');
}

void json_end_object (Json *json)
{
    close_bracket (json, '}');
}

void json_begin_array (Json *json, const char *key)
{
    open_bracket (json, key, '[');
}

void json_end_array (Json *json)
{
    close_bracket (json, ']');
}

void json_string (Json *json, const char *key, const char *value)
{
    if (!value) {
        json_null (json, key);
        return;
    }
    begin_member (json, key);
    append_quoted (json->out, value);
}

void json_int (Json *json, const char *key, gint64 value)
{
    begin_member (json, key);
    char digits[24], *begin = digits + sizeof digits;
    guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

    do
        *--begin = (char) ('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        *--begin = '-';
    put (json->out, begin, (gsize) (digits + sizeof digits - begin));
}

void json_null (Json *json, const char *key)
{
    begin_member (json, key);
    put (json->out, "null", 4);
}

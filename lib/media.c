/* media.c: the fields that tell what a part is; see media.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "media.h"

#include "field.h"
#include "mime.h"

/* GMime understands them in all their forms: comments, continuations (RFC 2231), encoded-words where none may be. But its objects
 * cost as much as all else that is done with a part, and nearly all fields are plain: a type, and parameters that are tokens or
 * quoted strings without escapes. Those are read here, and whatever is odd is left to it. */

#define MOST_PARAMETERS 8

typedef struct {
    Span type;
    Span names[MOST_PARAMETERS], values[MOST_PARAMETERS];
    guint n;
} Plain;

static gboolean is_token (char c)
{
    return g_ascii_isalnum (c) || (c && strchr ("-_.+!#$&^`{|}~", c)); /* without "*", "%" and "'", of which RFC 2231 makes use */
}

static Span take_token (Span *rest)
{
    gsize n = 0;

    while (n < rest->n && is_token (rest->s[n]))
        n++;
    Span token = span_first (*rest, n);
    *rest = span_from (*rest, n);
    return token;
}

static gboolean take_mark (Span *rest, char mark)
{
    if (rest->n == 0 || rest->s[0] != mark)
        return FALSE;
    *rest = span_from (*rest, 1);
    return TRUE;
}

/* "quoted", with nothing in it that stands for something else. */
static gboolean take_quoted (Span *rest, Span *value)
{
    gssize end = span_find_char (*rest, '"');

    if (end < 0)
        return FALSE;
    *value = span_first (*rest, (gsize) end);
    *rest = span_from (*rest, (gsize) end + 1);
    for (gsize i = 0; i < value->n; i++)
        if ((guchar) value->s[i] < ' ' || (guchar) value->s[i] >= 0x7f || value->s[i] == '\\')
            return FALSE;
    return !span_has (*value, "=?");
}

static gboolean is_new (const Plain *plain, Span name)
{
    for (guint i = 0; i < plain->n; i++)
        if (span_equal_nocase (plain->names[i], name))
            return FALSE;
    return TRUE;
}

static gboolean take_parameter (Plain *plain, Span *rest)
{
    Span name = take_token (rest), value = SPAN_EMPTY;

    if (name.n == 0 || !take_mark (rest, '=') || plain->n == MOST_PARAMETERS || !is_new (plain, name))
        return FALSE;
    if (take_mark (rest, '"') ? !take_quoted (rest, &value) : (value = take_token (rest)).n == 0)
        return FALSE;
    plain->names[plain->n] = name;
    plain->values[plain->n++] = value;
    return TRUE;
}

/* FALSE where it is not plain. */
static gboolean read_plain (Span rest, Plain *plain)
{
    const char *start = rest.s;
    Span type = take_token (&rest);

    if (type.n == 0 || !take_mark (&rest, '/') || take_token (&rest).n == 0)
        return FALSE;
    plain->type = (Span){ start, (gsize) (rest.s - start) };
    plain->n = 0;
    for (rest = span_trim (rest); rest.n; rest = span_trim (rest)) {
        if (!take_mark (&rest, ';'))
            return FALSE;
        rest = span_trim (rest);
        if (rest.n && !take_parameter (plain, &rest))
            return FALSE;
    }
    return TRUE;
}

static char *plain_parameter (const Plain *plain, const char *name)
{
    for (guint i = 0; i < plain->n; i++)
        if (span_is (plain->names[i], name))
            return span_dup (plain->values[i]);
    return NULL;
}

static char *parameter (GMimeContentType *type, const char *name)
{
    return g_strdup (g_mime_content_type_get_parameter (type, name));
}

static void read_odd (Media *media, const char *line)
{
    mime_ready ();
    GMimeContentType *type = g_mime_content_type_parse (NULL, line);
    g_autofree char *name = g_mime_content_type_get_mime_type (type);

    *media = (Media){ .type = g_ascii_strdown (name, -1),
                      .charset = parameter (type, "charset"),
                      .name = parameter (type, "name"),
                      .boundary = parameter (type, "boundary"),
                      .report_type = parameter (type, "report-type") };
    g_object_unref (type);
}

void media_read (Media *media, Span value)
{
    g_autofree char *line = field_unfold (value);
    Plain plain;

    if (read_plain (*line ? span_of (line) : span_of ("text/plain"), &plain))
        *media = (Media){ .type = g_ascii_strdown (plain.type.s, (gssize) plain.type.n),
                          .charset = plain_parameter (&plain, "charset"),
                          .name = plain_parameter (&plain, "name"),
                          .boundary = plain_parameter (&plain, "boundary"),
                          .report_type = plain_parameter (&plain, "report-type") };
    else
        read_odd (media, line);
}

void media_clear (Media *media)
{
    g_free (media->type);
    g_free (media->charset);
    g_free (media->name);
    g_free (media->boundary);
    g_free (media->report_type);
}

char *media_file_name (Span value)
{
    g_autofree char *line = field_unfold (value);

    if (!*line)
        return NULL;
    mime_ready ();
    GMimeContentDisposition *disposition = g_mime_content_disposition_parse (NULL, line);
    char *name = g_strdup (g_mime_content_disposition_get_parameter (disposition, "filename"));
    g_object_unref (disposition);
    return name;
}

/* format.h: reports written for people, read by their format
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A mail system that writes its report as text writes it always in the same shape: a mark by which it is known, a place where
 * the recipients begin, a line for each of them, and what was said below or beside it. So a format is a row of words, and one
 * engine reads them all.
 */
#pragma once

#include "words.h"

/* Bytes: so much of a text that is about all recipients is told of each of them. */
#define FORMAT_LONGEST_SHARED 4096

/* One recipient of the text, and what is said of it. */
typedef struct {
    char *address; /* a local part alone where the shape said so; NULL where a pipe or a file stands in its place */
    char *alias;   /* that the text names as the one the sender used ("expanded from"), or NULL */
    GString *text; /* lines, each ended by LF */
    Span heading;  /* while it is read: what stands above its list */
    Span own;      /* words that speak of it alone, where it is not sure that all of the text does; empty: it does */
    gboolean shared; /* the text is that of the whole report, where only a part of it tells why */
} Entry;

typedef enum {
    FORMAT_PARAGRAPHS = 1 << 0, /* a blank line ends what is said of a recipient */
    FORMAT_SHARED = 1 << 1,     /* what is said before, after and between the recipients is said of each */
    FORMAT_TELLING = 1 << 3,    /* the line that names the recipient tells why: "Unknown user: a@b.example" */
    FORMAT_LINES = 1 << 2,      /* what is said of a recipient stands on its line alone */
    FORMAT_HEADED = 1 << 4,     /* a line that ends with a colon is said of the recipients below it: "User unknown:" */
} FormatFlags;

/* Lists of words are "a|b|c"; case is ignored.
 *
 * A shape is the form of the line that names a recipient; several are separated by LF. In it %a is an address, with or without
 * brackets or quotes, %l a word that may be the local part of one whose domain is not written, %t the rest of the line, which
 * belongs to what is said, %* anything up to the next word of the shape, and a space any white space or none; "%*" at the end
 * is anything. Other characters stand for themselves. Indent is free. */
typedef struct {
    const char *name;
    const char *marks;  /* in the text: one of them makes it this format; each of four bytes or more */
    const char *begin;  /* the line before the recipients; NULL: they may stand anywhere */
    const char *end;    /* the line after them; NULL: they go on to the end */
    const char *shapes;
    FormatFlags flags;
    const char *field;  /* in the header, which makes it this format, too: "Name: words" or "Name:"; NULL: none */
} Format;

/* All formats, a row each, ended by one without a name, and the marks of each: see formats.c. */
extern const Format formats[];
extern Words format_marks;

#define FORMAT_MOST 128 /* rows of formats */

/* The formats whose marks are there, in the order of the table; returns how many. text is what stands before the returned message. */
guint format_find (Span header, Span text, const Format *found[FORMAT_MOST]);

/* The mark or field by which it is this format, as the row has it; empty where it is not. */
Span format_mark (const Format *format, Span header, Span text);

/* The recipients that the text names (GPtrArray of Entry), empty where it names none. */
GPtrArray *format_read (const Format *format, Span text);

/* What no format knows: an address that stands near a reply, a code or known words. is_telling is asked whether a paragraph says
 * why mail failed. */
typedef gboolean (*IsTelling) (Span text, gpointer user_data);
GPtrArray *format_read_generic (Span text, IsTelling is_telling, gpointer user_data);

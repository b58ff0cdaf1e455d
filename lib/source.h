/* source.h: the lines of a file
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "span.h"

/* A file, or the standard input ("-"), unpacked where it is compressed with gzip. Memory is bounded whatever its size or that of
 * its lines: a line longer than the buffer comes in pieces. */
typedef struct _Source Source;

/* In a folder only regular files are opened; by its own name also a FIFO, as a shell's <(command) is one. */
Source *source_open (const char *path, gboolean in_folder, GError **error);
void source_close (Source *source);

/* Is the first line a From_ line? Blank lines before it, which some programs leave, count as nothing. Asked once. */
typedef gboolean (*SourceIsFrom) (Span line);
gboolean source_is_mbox (Source *source, SourceIsFrom is_from);

/* The line that comes next, with its end, where it is whole in the buffer; FALSE in the midst of a long line and at the end. */
gboolean source_peek_line (Source *source, Span *line);

/* Takes the whole lines that are in the buffer before one that begins with one of the letters, of which there are three or one.
 * FALSE where there are none, and in the midst of a long line. Valid until the next call. */
gboolean source_take_lines (Source *source, const char *letters, Span *lines);

/* Takes the next line, or a piece of a long one; *starts tells whether a line begins with it. FALSE at the end. It is valid
 * until the next call. */
gboolean source_take (Source *source, Span *piece, gboolean *starts);

/* The size of a file in which source_seek() works; 0 where the source is no file, or is compressed. */
guint64 source_size (const Source *source);

/* Goes to a place of a file with a size: what comes next is the rest of the line there. */
void source_seek (Source *source, guint64 offset);

/* How much of the file was taken, packed bytes where it is compressed: from 0 to 1; below 0 where it is no file. */
double source_progress (const Source *source);

guint64 source_offset (const Source *source);       /* of what comes next, in what the file unpacks to */
const char *source_error (const Source *source);    /* why reading broke off, or NULL */

/* media.h: the fields that tell what a part is: Content-Type and Content-Disposition (RFC 2045, section 5.1; RFC 2183)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "span.h"

/* What a Content-Type tells; each NULL where it does not. Free with media_clear(). */
typedef struct {
    char *type; /* "text/plain", in lower case; never NULL */
    char *charset, *name, *boundary, *report_type;
} Media;

/* Reads the value of a Content-Type; an empty one is text/plain. */
void media_read (Media *media, Span value);
void media_clear (Media *media);

/* The parameter "filename" of a Content-Disposition, or NULL. */
char *media_file_name (Span value);

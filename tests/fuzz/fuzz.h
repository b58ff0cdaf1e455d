/* fuzz.h: what the fuzz targets share
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A target is one function that is given bytes and must come back, whatever they are. libFuzzer and AFL++ make up the bytes;
 * standalone.c reads them from files. What holds for every input is asserted here, so that a wrong result is a finding too, and
 * not only a crash.
 */
#pragma once

#include "bounce.h"
#include "span.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* The parser that all inputs of one run share. From the first call on a warning of GLib aborts. */
BounceParser *fuzz_parser (void);

/* Limits so small that short inputs get past them; takes messages without a header. */
BounceParser *fuzz_limited_parser (void);

/* A copy that ends where the bytes end: to read one byte further is seen. Free it. */
char *fuzz_copy (Span bytes);

/* A string that goes into a report: absent, or UTF-8 and not empty. */
void fuzz_check_string (const char *string);

/* One line of JSON (also to another reader, where there is one), without control characters. */
void fuzz_check_json (const char *json);

/* Text for a terminal: ended by LF, nothing that a terminal obeys, no line over 100 columns. */
void fuzz_check_page (const char *page);

void fuzz_check_recipient (BounceRecipient *recipient);
void fuzz_check_report (BounceReport *report);

/* A file in memory that holds the bytes; *path names it until the descriptor, which is returned, is closed. */
int fuzz_file (Span bytes, char **path);

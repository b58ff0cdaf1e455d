/* json.h: a small streaming writer of JSON (RFC 8259); what it writes is always valid UTF-8
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Values are appended to a GString. A key of NULL stands for a member of an array, or the whole. Used by the library and by the
 * command: json-glib costs three times as much a record, and it writes invalid UTF-8 as it comes.
 */
#pragma once

#include <glib.h>

typedef struct {
    GString *out;     /* not owned */
    gboolean follows; /* a member stands before the next one: a comma is due */
} Json;

#define JSON_INIT(string) { (string), FALSE }

void json_begin_object (Json *json, const char *key);
void json_end_object (Json *json);
void json_begin_array (Json *json, const char *key);
void json_end_array (Json *json);

/* null where value is NULL; a byte that is not UTF-8 becomes U+FFFD, controls are escaped */
void json_string (Json *json, const char *key, const char *value);
void json_int (Json *json, const char *key, gint64 value);
void json_null (Json *json, const char *key);

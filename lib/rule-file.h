/* rule-file.h: reads rule files
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Their syntax is told in libbounce-rules(5). Used by the library for a site's own files, and by compile-rules.c for the built-in
 * ones.
 */
#pragma once

#include "rules.h"

typedef struct _RuleFile RuleFile;

/* One file, or several that make one table. */
RuleFile *rule_file_new (guint order);
void rule_file_free (RuleFile *file);

/* FALSE where it is wrong, with its name and line in the error; then the file is of no more use. */
gboolean rule_file_read (RuleFile *file, const char *text, const char *name, GError **error);

/* All that was read. To be called once, when nothing more follows; the table lives as long as the file. */
const RuleTable *rule_file_finish (RuleFile *file);

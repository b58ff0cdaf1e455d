/* rule-condition.h: conditions of rules, as a rule file writes them
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "rules.h"

/* Reads "550", "5xx", "5.1.1", "x.7.1", "RCPT" or "elsewhere"; FALSE for any other word. */
gboolean rule_condition_read (const char *word, Condition *condition);

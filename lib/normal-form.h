/* normal-form.h: texts and phrases as they are compared
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "span.h"

/* Text in normal form: lower case (Unicode's simple one, whatever the locale), white space as one space, straight quotes, and
 * letters without marks, which many a system cannot write: "boîte" is "boite". Texts are searched so; phrases are written in the
 * same, but may have their marks. */
char *normal_form (Span text);
char *normal_form_written (Span text);

/* The normal form of what is in the written one. */
char *normal_form_unmarked (const char *written);

/* A text in normal form with the words apart that underscores join ("no_such_user", "type=MAILBOX_FULL"), of the same length; NULL
 * where there are none. */
char *normal_form_spaced (const char *normal);

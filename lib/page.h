/* page.h: text for a person at a terminal: titles, labelled lines and lists, folded
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What would break a line, move the cursor or turn the writing around is taken out, or shown as its code: a text from a mail may
 * be given as it is, as long as it is UTF-8.
 */
#pragma once

#include <glib.h>

/* An empty line, unless it is the first, and the text from the margin. */
void page_title (GString *page, const char *text);

/* "  Label         text"; with a label of "" what follows the line above. */
void page_line (GString *page, const char *label, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* The same for what a stranger wrote, cut by page_cut(); nothing where it is NULL. */
void page_value (GString *page, const char *label, const char *text);

/* The same for a list; nothing where it is empty. */
void page_list (GString *page, const char *label, const GString *list);

/* "  - text" */
void page_item (GString *page, const char *text);

/* Appends to a list: "; " stands between its members. */
void page_list_add (GString *list, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* What a stranger wrote, at most so much of it as a person reads; NULL for NULL. Free it. */
char *page_cut (const char *text);

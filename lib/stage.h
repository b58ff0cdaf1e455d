/* stage.h: of whom a refusal can speak, by its codes and the command that it answered
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "report.h"
#include "transcript.h"

/* The enhanced code of the recipient; class_ 0: none is told. */
Status stage_status (const BounceRecipient *recipient);

/* Does it answer AUTH, or a login? */
gboolean stage_is_login (const BounceRecipient *recipient);

/* Is it no refusal of the recipient, so that this reason cannot be meant? */
gboolean stage_excludes (const BounceRecipient *recipient, BounceReason reason);

/* Does the code tell of trouble that passes? */
gboolean stage_is_trouble (Status status);

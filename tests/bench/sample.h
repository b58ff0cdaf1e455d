/* sample.h: times, and the middle of many
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <glib.h>
#include <stdlib.h>
#include <time.h>

/* A clock that nobody sets. */
static inline double sample_clock_ns (void)
{
    struct timespec now;

    clock_gettime (CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec * 1e9 + (double) now.tv_nsec;
}

static inline int sample_compare (gconstpointer a, gconstpointer b)
{
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

/* The median of numbers of double, which are sorted by that. */
static inline double sample_median (GArray *numbers)
{
    g_array_sort (numbers, sample_compare);
    return (g_array_index (numbers, double, (numbers->len - 1) / 2) + g_array_index (numbers, double, numbers->len / 2)) / 2;
}

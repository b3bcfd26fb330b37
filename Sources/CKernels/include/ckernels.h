#pragma once
#include <stddef.h>
#include <stdint.h>

// Kernels on bit-packed masks, dispatched at load time by CPU feature. Pixel `i` of a row-major
// mask is bit `i % 64` of word `i / 64`, without padding between rows; bits beyond the last pixel
// are zero.

/// Number of set bits in the `n` words of `a`.
uint64_t sepal_popcount(const uint64_t *a, size_t n);

/// Number of set bits in `a & b`, `n` words each.
uint64_t sepal_popcount_and(const uint64_t *a, const uint64_t *b, size_t n);

/// `a |= b`, `a &= b` and `a &= ~b` for `n` words each, which do not overlap.
void sepal_or(uint64_t *a, const uint64_t *b, size_t n);
void sepal_and(uint64_t *a, const uint64_t *b, size_t n);
void sepal_and_not(uint64_t *a, const uint64_t *b, size_t n);

/// Sets bit `i` where `values[i] == value`. Writes (n + 63) / 64 words.
void sepal_pack_equal(const uint8_t *values, size_t n, uint8_t value, uint64_t *words);

/// Writes `set` or `clear` to each of the `n` bytes of `values`, as the bits of `words` are.
void sepal_unpack(
    const uint64_t *words, size_t n, uint8_t clear, uint8_t set, uint8_t *values);

/// The mask of `height`×`width` whose rows are the columns of the `width`×`height` mask `source`.
/// Both hold (width * height + 63) / 64 words and do not overlap.
void sepal_transpose(const uint64_t *source, size_t width, size_t height, uint64_t *target);

/// Adds to `counts[label]`, 256 entries, the number of bytes among the `n` of `labels` that are it.
void sepal_label_histogram(const uint8_t *labels, size_t n, uint64_t *counts);

/// Adds to `counts[256 * x + y]`, 65 536 entries, the number of positions with `x` in `a` and `y` in
/// `b`, `n` bytes each.
void sepal_pair_histogram(const uint8_t *a, const uint8_t *b, size_t n, uint64_t *counts);

/// Lets the allocator keep up to 256 MiB of freed memory for the process. No effect beside glibc.
void sepal_keep_freed_memory(void);

#include "lattice.h"
#include "numeric.h"
#include "numeric_builds.h"

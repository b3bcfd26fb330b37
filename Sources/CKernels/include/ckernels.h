#pragma once
#include <stddef.h>
#include <stdint.h>

// Word-wise kernels on bit-packed masks, dispatched at load time by CPU feature. `n` counts words.

/// Number of set bits in `a`.
uint64_t sepal_popcount(const uint64_t *a, size_t n);

/// Number of set bits in `a & b`.
uint64_t sepal_popcount_and(const uint64_t *a, const uint64_t *b, size_t n);

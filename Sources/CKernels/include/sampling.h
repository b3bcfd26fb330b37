#pragma once
#include <stddef.h>
#include <stdint.h>

// Kernels that resize: 8-bit photographs in fixed point, mask logits in f32. Both give the same bits
// on every processor.

/// How the samples of one axis are made: sample `i` of `n` is the sum of the `count[i]` inputs from
/// `first[i]` on, times `weights[i * stride]` and the weights after it, in units of 2^-22.
struct sepal_axis {
  const int32_t *first, *count, *weights;
  size_t n, stride;
};

/// Resizes one row of interleaved red, green and blue to the `axis->n` pixels of `out`.
void sepal_resample_row(const uint8_t *row, const struct sepal_axis *axis, uint8_t *out);

/// Writes sample `i` of `axis` for each of `length` columns. Row `y` of the input lies in slot
/// `y % slots` of `ring`, `length` bytes each.
void sepal_resample_rows(
    const uint8_t *ring, size_t slots, size_t length, const struct sepal_axis *axis, size_t i,
    uint8_t *out);

/// The rows and columns from `first` up to before `end`; none where the two are equal.
struct sepal_extent {
  size_t first_row, end_row, first_column, end_column;
};

/// The smallest extent that holds every value above `threshold` of `rows` rows of `columns` (at most
/// 2048) values, `stride` apart.
struct sepal_extent sepal_extent_above(
    const float *values, size_t rows, size_t columns, size_t stride, float threshold);

/// Writes to `out[i]`, for each `i` below `n`, the sum of the three values of `row` from `first[i]`
/// on, times `weights[i]`, `weights[plane + i]` and `weights[2 * plane + i]`.
void sepal_interpolate_row(
    const float *row, const int32_t *first, const float *weights, size_t plane, size_t n,
    float *out);

/// Number of values above the lowest and above the highest threshold.
struct sepal_levels {
  uint64_t above_low, above_high;
};

/// Sums `a`, `b` and `c` with three weights and compares the sums with `low`, `middle` and `high`.
/// Bit `i % 64` of `words[i / 64]` says that sum `i` is above `middle`; the rest of the last word is
/// zero. The three rows may be read up to a multiple of 64 values.
struct sepal_levels sepal_threshold_rows(
    const float *a, const float *b, const float *c, const float weights[3], size_t n,
    float low, float middle, float high, uint64_t *words);

// Bilinear upsampling of mask logits straight to bits.

#include <stdbool.h>
#include <string.h>

#include "dispatch.h"
#include "sampling.h"

// A fused product would round once where others round twice: no mask may depend on the processor.
#pragma STDC FP_CONTRACT OFF

typedef float floats16 __attribute__((ext_vector_type(16)));
typedef bool bits16 __attribute__((ext_vector_type(16)));

SEPAL_DISPATCH("avx512bw", "avx2")
struct sepal_extent sepal_extent_above(
    const float *values, size_t rows, size_t columns, size_t stride, float threshold) {
  enum { most = 2048 };
  int32_t seen[most] = {0};
  struct sepal_extent extent = {0, 0, 0, 0};
  for (size_t y = 0; y < rows; y++) {
    const float *row = values + y * stride;
    int32_t any = 0;
    for (size_t x = 0; x < columns; x++) {
      const int32_t above = row[x] > threshold;
      seen[x] |= above;
      any |= above;
    }
    if (!any) continue;
    if (extent.end_row == 0) extent.first_row = y;
    extent.end_row = y + 1;
  }
  for (size_t x = 0; x < columns; x++) {
    if (!seen[x]) continue;
    if (extent.end_column == 0) extent.first_column = x;
    extent.end_column = x + 1;
  }
  return extent;
}

SEPAL_DISPATCH("avx512bw", "avx2")
void sepal_interpolate_row(
    const float *restrict row, const int32_t *restrict first, const float *restrict weights,
    size_t plane, size_t n, float *restrict out) {
  for (size_t i = 0; i < n; i++) {
    const float *from = row + first[i];
    out[i] = weights[i] * from[0] + weights[plane + i] * from[1] + weights[2 * plane + i] * from[2];
  }
}

SEPAL_DISPATCH("avx512bw", "avx2")
struct sepal_levels sepal_threshold_rows(
    const float *a, const float *b, const float *c, const float weights[3], size_t n,
    float low, float middle, float high, uint64_t *words) {
  const floats16 wa = weights[0], wb = weights[1], wc = weights[2];
  struct sepal_levels levels = {0, 0};
  for (size_t i = 0; i < n; i += 64) {
    // Vectors stay within this function: as arguments, clones would disagree on how they travel.
    bits16 above[3][4];
    for (size_t k = 0; k < 4; k++) {
      floats16 va, vb, vc;
      memcpy(&va, a + i + 16 * k, sizeof va);
      memcpy(&vb, b + i + 16 * k, sizeof vb);
      memcpy(&vc, c + i + 16 * k, sizeof vc);
      const floats16 sums = wa * va + wb * vb + wc * vc;
      above[0][k] = __builtin_convertvector(sums > (floats16)low, bits16);
      above[1][k] = __builtin_convertvector(sums > (floats16)middle, bits16);
      above[2][k] = __builtin_convertvector(sums > (floats16)high, bits16);
    }
    uint64_t lows, middles, highs;
    memcpy(&lows, above[0], sizeof lows);
    memcpy(&middles, above[1], sizeof middles);
    memcpy(&highs, above[2], sizeof highs);
    const uint64_t valid = n - i < 64 ? ((uint64_t)1 << (n - i)) - 1 : UINT64_MAX;
    words[i / 64] = middles & valid;
    levels.above_low += (uint64_t)__builtin_popcountll(lows & valid);
    levels.above_high += (uint64_t)__builtin_popcountll(highs & valid);
  }
  return levels;
}

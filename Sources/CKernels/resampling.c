// Resizing of 8-bit photographs. Sums are rounded and clipped after each of the two passes.
// Source: Pillow, `Resample.c`, the 8-bit path.

#include "dispatch.h"
#include "sampling.h"

enum { precision = 22 };

static inline uint8_t rounded(int32_t sum) {
  const int32_t value = sum >> precision;
  return value < 0 ? 0 : value > 255 ? 255 : (uint8_t)value;
}

SEPAL_DISPATCH("avx512bw", "avx2")
void sepal_resample_row(const uint8_t *row, const struct sepal_axis *axis, uint8_t *out) {
  for (size_t i = 0; i < axis->n; i++) {
    const uint8_t *pixel = row + 3 * (size_t)axis->first[i];
    const int32_t *weights = axis->weights + i * axis->stride;
    int32_t red = 1 << (precision - 1), green = red, blue = red;
    for (int32_t k = 0; k < axis->count[i]; k++, pixel += 3) {
      red += weights[k] * pixel[0];
      green += weights[k] * pixel[1];
      blue += weights[k] * pixel[2];
    }
    out[3 * i] = rounded(red);
    out[3 * i + 1] = rounded(green);
    out[3 * i + 2] = rounded(blue);
  }
}

SEPAL_DISPATCH("avx512bw", "avx2")
void sepal_resample_rows(
    const uint8_t *ring, size_t slots, size_t length, const struct sepal_axis *axis, size_t i,
    uint8_t *out) {
  enum { block = 64 };
  const int32_t *weights = axis->weights + i * axis->stride;
  for (size_t start = 0; start < length; start += block) {
    const size_t n = length - start < block ? length - start : block;
    int32_t sums[block];
    for (size_t x = 0; x < block; x++) sums[x] = 1 << (precision - 1);
    for (int32_t k = 0; k < axis->count[i]; k++) {
      const size_t slot = (size_t)(axis->first[i] + k) % slots;
      const uint8_t *row = ring + slot * length + start;
      const int32_t weight = weights[k];
      if (n == block) {
        for (size_t x = 0; x < block; x++) sums[x] += weight * row[x];
      } else {
        for (size_t x = 0; x < n; x++) sums[x] += weight * row[x];
      }
    }
    for (size_t x = 0; x < n; x++) out[start + x] = rounded(sums[x]);
  }
}

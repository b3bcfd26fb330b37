#include "vectors.h"

// A 3×3 convolution of each channel with itself.

/// y += x · weight for every channel.
INLINE void add_tap(
    size_t channels, const float *restrict x, const float *restrict weight, float *restrict y) {
  for (size_t c = 0; c < channels; c++) y[c] += x[c] * weight[c];
}

static void depthwise_row(
    size_t columns, size_t channels, size_t stride, size_t width, const float *above,
    const float *middle, const float *below, const float *weight, const float *bias, float *y) {
  const float *rows[3] = {above, middle, below};
  for (size_t column = 0; column < columns; column++) {
    float *to = y + column * channels;
    __builtin_memcpy(to, bias, channels * sizeof *to);
    for (size_t tap = 0; tap < 9; tap++) {
      size_t place = column * stride + tap % 3;  // one more than the column of the input
      if (!rows[tap / 3] || place < 1 || place > width) continue;
      add_tap(channels, rows[tap / 3] + (place - 1) * channels, weight + tap * channels, to);
    }
  }
}

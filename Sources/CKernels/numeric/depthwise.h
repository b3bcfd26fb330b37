#include "vectors.h"

// A convolution of each channel with itself. The sums stay in registers: a run of channels goes
// through every tap before the next.

/// The taps that lie inside the map for one entry of the result.
struct seen_taps {
  size_t first_row, end_row, first, end;
  /// What the first of them sees, and how far the next row of the map is.
  const float *x;
  size_t row;
};

/// `registers` registers of channels from `c` on.
INLINE void convolve_lanes(
    size_t registers, size_t c, const struct sepal_depthwise *kernel, struct seen_taps seen,
    float *y) {
  lanes sums[4];
  UNROLLED for (size_t r = 0; r < registers; r++) {
    sums[r] = *(const lanes *)(kernel->bias + c + r * LANES);
  }
  for (size_t i = seen.first_row; i < seen.end_row; i++) {
    const float *x = seen.x + (i - seen.first_row) * seen.row + c;
    const float *weight = kernel->weight + (i * kernel->side + seen.first) * kernel->channels + c;
    for (size_t j = seen.first; j < seen.end; j++) {
      UNROLLED for (size_t r = 0; r < registers; r++) {
        sums[r] += *(const lanes *)(x + r * LANES) * *(const lanes *)(weight + r * LANES);
      }
      x += kernel->channels;
      weight += kernel->channels;
    }
  }
  UNROLLED for (size_t r = 0; r < registers; r++) *(lanes *)(y + c + r * LANES) = sums[r];
}

/// Channel `c` alone.
INLINE void convolve_channel(
    size_t c, const struct sepal_depthwise *kernel, struct seen_taps seen, float *y) {
  float sum = kernel->bias[c];
  for (size_t i = seen.first_row; i < seen.end_row; i++) {
    for (size_t j = seen.first; j < seen.end; j++) {
      const float *x = seen.x + (i - seen.first_row) * seen.row;
      sum += x[(j - seen.first) * kernel->channels + c] *
             kernel->weight[(i * kernel->side + j) * kernel->channels + c];
    }
  }
  y[c] = sum;
}

static void depthwise_row(
    size_t columns, struct sepal_depthwise kernel, size_t first, size_t end, const float *x,
    size_t width, float *y) {
  const size_t channels = kernel.channels;
  for (size_t column = 0; column < columns; column++) {
    size_t place = column * kernel.stride;  // `before` more than what the first tap sees
    size_t left = place < kernel.before ? kernel.before - place : 0;
    size_t right = width + kernel.before - place;
    struct seen_taps seen = {
        .first_row = first,
        .end_row = end,
        .first = left,
        .end = right < kernel.side ? right : kernel.side,
        .x = x + (place + left - kernel.before) * channels,
        .row = width * channels,
    };
    float *to = y + column * channels;
    size_t c = 0;
    for (; c + 4 * LANES <= channels; c += 4 * LANES) convolve_lanes(4, c, &kernel, seen, to);
    for (; c + LANES <= channels; c += LANES) convolve_lanes(1, c, &kernel, seen, to);
    for (; c < channels; c++) convolve_channel(c, &kernel, seen, to);
  }
}

#include "vectors.h"

// A convolution of each channel with itself. The sums stay in registers: a run of channels goes
// through every tap before the next.

/// The taps that lie inside the map for one entry of the result.
struct seen_taps {
  /// Rows of the kernel, and of each its taps.
  size_t first_row, end_row, first, end;
  /// Column of the map that the first tap of a row lies on, which may be before the map.
  size_t column;
  /// Of the map, what each row of the kernel lies on.
  const float *rows[sepal_largest_kernel];
};

/// What tap (i, j) of an entry sees.
INLINE const float *seen_by(
    const struct sepal_depthwise *x, const struct seen_taps *seen, size_t i, size_t j) {
  return seen->rows[i] + (seen->column + j * x->window.dilation) * x->map.channels;
}

INLINE lanes within(const struct sepal_depthwise *x, lanes y) {
  return __builtin_elementwise_min(
      __builtin_elementwise_max(y, all_lanes(x->low)), all_lanes(x->high));
}

/// `registers` registers of channels from `c` on.
INLINE void convolve_lanes(
    size_t registers, size_t c, const struct sepal_depthwise *x, const struct seen_taps *seen, float *y) {
  const size_t channels = x->map.channels, next = x->window.dilation * channels;
  lanes sums[4];
  UNROLLED for (size_t r = 0; r < registers; r++)
    sums[r] = *(const lanes *)(x->bias + c + r * LANES);
  for (size_t i = seen->first_row; i < seen->end_row; i++) {
    const float *from = seen_by(x, seen, i, seen->first) + c;
    const float *weight = x->weight + (i * x->window.kernel + seen->first) * channels + c;
    for (size_t j = seen->first; j < seen->end; j++, from += next, weight += channels) {
      UNROLLED for (size_t r = 0; r < registers; r++)
        sums[r] += *(const lanes *)(from + r * LANES) * *(const lanes *)(weight + r * LANES);
    }
  }
  UNROLLED for (size_t r = 0; r < registers; r++)
    *(lanes *)(y + c + r * LANES) = within(x, sums[r]);
}

/// Channel `c` alone.
INLINE void convolve_channel(
    size_t c, const struct sepal_depthwise *x, const struct seen_taps *seen, float *y) {
  float sum = x->bias[c];
  for (size_t i = seen->first_row; i < seen->end_row; i++) {
    for (size_t j = seen->first; j < seen->end; j++) {
      sum += seen_by(x, seen, i, j)[c] *
             x->weight[(i * x->window.kernel + j) * x->map.channels + c];
    }
  }
  y[c] = __builtin_elementwise_min(__builtin_elementwise_max(sum, x->low), x->high);
}

/// One entry.
INLINE void convolve_entry(const struct sepal_depthwise *x, const struct seen_taps *seen, float *y) {
  const size_t channels = x->map.channels;
  size_t c = 0;
  for (; c + 4 * LANES <= channels; c += 4 * LANES) convolve_lanes(4, c, x, seen, y);
  for (; c + LANES <= channels; c += LANES) convolve_lanes(1, c, x, seen, y);
  for (; c < channels; c++) convolve_channel(c, x, seen, y);
}

/// Neighbouring entries that see no border: each weight is read once for all of them.
enum { neighbours = 4 };

/// `registers` registers of channels from `c` on of four entries, by a kernel and a stride that the
/// compiler knows, so that what several of them see is read once too.
INLINE void convolve_neighbours(
    size_t kernel, size_t stride, size_t registers, size_t c, const struct sepal_depthwise *x,
    const struct seen_taps *seen, float *y) {
  const size_t channels = x->map.channels;
  lanes sums[neighbours][2];
  UNROLLED for (size_t r = 0; r < registers; r++) {
    UNROLLED for (size_t e = 0; e < neighbours; e++)
      sums[e][r] = *(const lanes *)(x->bias + c + r * LANES);
  }
  for (size_t i = seen->first_row; i < seen->end_row; i++) {
    const float *from = seen_by(x, seen, i, 0) + c;
    const float *weight = x->weight + i * kernel * channels + c;
    lanes inputs[3 * 2 + 5][2];
    UNROLLED for (size_t k = 0; k < (neighbours - 1) * stride + kernel; k++) {
      UNROLLED for (size_t r = 0; r < registers; r++)
        inputs[k][r] = *(const lanes *)(from + k * channels + r * LANES);
    }
    UNROLLED for (size_t j = 0; j < kernel; j++) {
      UNROLLED for (size_t r = 0; r < registers; r++) {
        lanes factor = *(const lanes *)(weight + j * channels + r * LANES);
        UNROLLED for (size_t e = 0; e < neighbours; e++)
          sums[e][r] += inputs[e * stride + j][r] * factor;
      }
    }
  }
  UNROLLED for (size_t r = 0; r < registers; r++) {
    UNROLLED for (size_t e = 0; e < neighbours; e++)
      *(lanes *)(y + e * channels + c + r * LANES) = within(x, sums[e][r]);
  }
}

/// All channels of four entries.
INLINE void convolve_run(
    size_t kernel, size_t stride, const struct sepal_depthwise *x, const struct seen_taps *seen,
    float *y) {
  size_t c = 0;
  for (; c + 2 * LANES <= x->map.channels; c += 2 * LANES)
    convolve_neighbours(kernel, stride, 2, c, x, seen, y);
  if (c < x->map.channels) convolve_neighbours(kernel, stride, 1, c, x, seen, y);
}

/// Whether four entries by this window and of so many channels have a kernel.
INLINE int has_neighbours(struct sepal_window window, size_t channels) {
  return (window.kernel == 3 || window.kernel == 5) && (window.stride == 1 || window.stride == 2) &&
         window.dilation == 1 && channels % LANES == 0;
}

INLINE void convolve_four(const struct sepal_depthwise *x, const struct seen_taps *seen, float *y) {
  if (x->window.kernel == 3 && x->window.stride == 1)
    convolve_run(3, 1, x, seen, y);
  else if (x->window.kernel == 3)
    convolve_run(3, 2, x, seen, y);
  else if (x->window.stride == 1)
    convolve_run(5, 1, x, seen, y);
  else
    convolve_run(5, 2, x, seen, y);
}

/// The first tap that lies in a map of `length`, and the one after the last, where the kernel's first
/// lies at `start`, which may be before the map.
INLINE size_t first_tap(size_t start, size_t dilation, size_t kernel, size_t length) {
  size_t tap = 0;
  while (tap < kernel && start + tap * dilation >= length) tap++;
  return tap;
}

INLINE size_t end_tap(size_t start, size_t dilation, size_t kernel, size_t length) {
  size_t tap = kernel;
  while (tap > 0 && start + (tap - 1) * dilation >= length) tap--;
  return tap;
}

static void depthwise_row(struct sepal_depthwise x, size_t row, size_t columns, float *y) {
  const struct sepal_window window = x.window;
  const size_t channels = x.map.channels, reach = (window.kernel - 1) * window.dilation;
  const int has_four = has_neighbours(window, channels);
  const size_t above = row * window.stride - window.above;
  struct seen_taps seen;
  seen.first_row = first_tap(above, window.dilation, window.kernel, x.map.rows);
  seen.end_row = end_tap(above, window.dilation, window.kernel, x.map.rows);
  for (size_t i = seen.first_row; i < seen.end_row; i++)
    seen.rows[i] =
        x.map.values + (above + i * window.dilation) % x.map.held * x.map.columns * channels;
  for (size_t column = 0; column < columns;) {
    seen.column = column * window.stride - window.left;
    float *to = y + column * channels;
    size_t last = seen.column + (neighbours - 1) * window.stride + reach;
    if (has_four && column * window.stride >= window.left && column + neighbours <= columns &&
        last < x.map.columns) {
      convolve_four(&x, &seen, to);
      column += neighbours;
      continue;
    }
    seen.first = first_tap(seen.column, window.dilation, window.kernel, x.map.columns);
    seen.end = end_tap(seen.column, window.dilation, window.kernel, x.map.columns);
    convolve_entry(&x, &seen, to);
    column++;
  }
}

/// The largest of what the taps see; what lies beside the map is not looked at.
static void max_pool_row(
    struct sepal_map map, struct sepal_window window, size_t row, size_t columns, float *y) {
  const size_t channels = map.channels;
  for (size_t column = 0; column < columns; column++, y += channels) {
    for (size_t c = 0; c < channels; c++) y[c] = -__builtin_inff();
    for (size_t i = 0; i < window.kernel; i++) {
      size_t down = row * window.stride + i * window.dilation - window.above;
      if (down >= map.rows) continue;
      for (size_t j = 0; j < window.kernel; j++) {
        size_t across = column * window.stride + j * window.dilation - window.left;
        if (across >= map.columns) continue;
        const float *x = map.values + ((down % map.held) * map.columns + across) * channels;
        for (size_t c = 0; c < channels; c++) y[c] = x[c] > y[c] ? x[c] : y[c];
      }
    }
  }
}

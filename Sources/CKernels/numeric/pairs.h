#include "vectors.h"

// Functions of the pairs of cells of a grid. Cells are numbered row by row, so that a cell's partner
// is a fixed number of cells further on.

/// What a step of the walk reads, beside the maps.
struct walk_step {
  size_t count;
  const size_t *steps;
  const float *weights;
  size_t weights_row;
  const float *scales;
};

/// `registers` registers of cells from `p` on, of `maps` maps: their sums stay in registers, and a
/// weight is read once for all of them. What is summed are differences, so that rounding errors
/// vanish as a map grows smooth; those of a weighted mean would add up, step by step.
INLINE void walk_lanes(
    size_t registers, size_t maps, size_t p, const struct walk_step *step, const float *x,
    size_t x_row, float *y) {
  lanes own[8], sums[8];
  UNROLLED for (size_t m = 0; m < maps; m++) {
    UNROLLED for (size_t r = 0; r < registers; r++) {
      own[m * registers + r] = *(const lanes *)(x + m * x_row + p + r * LANES);
      sums[m * registers + r] = all_lanes(0);
    }
  }
  for (size_t k = 0; k < step->count; k++) {
    const float *ahead = step->weights + k * step->weights_row + p;
    const float *behind = ahead - step->steps[k];
    const float *x_ahead = x + p + step->steps[k];
    const float *x_behind = x + p - step->steps[k];
    UNROLLED for (size_t r = 0; r < registers; r++) {
      lanes first = *(const lanes *)(ahead + r * LANES);
      lanes second = *(const lanes *)(behind + r * LANES);
      UNROLLED for (size_t m = 0; m < maps; m++) {
        size_t at = m * x_row + r * LANES, i = m * registers + r;
        sums[i] += first * (*(const lanes *)(x_ahead + at) - own[i]);
        sums[i] += second * (*(const lanes *)(x_behind + at) - own[i]);
      }
    }
  }
  UNROLLED for (size_t m = 0; m < maps; m++) {
    UNROLLED for (size_t r = 0; r < registers; r++) {
      size_t i = m * registers + r;
      *(lanes *)(y + m * x_row + p + r * LANES) =
          own[i] + sums[i] * *(const lanes *)(step->scales + p + r * LANES);
    }
  }
}

INLINE void walk_maps(
    size_t registers, size_t maps, size_t n, const struct walk_step *step, const float *x,
    size_t x_row, float *y) {
  size_t p = 0;
  for (; p + registers * LANES <= n; p += registers * LANES) {
    walk_lanes(registers, maps, p, step, x, x_row, y);
  }
  for (; p < n; p += LANES) walk_lanes(1, maps, p, step, x, x_row, y);
}

static void walk(
    size_t n, size_t count, const size_t *steps, const float *weights, size_t weights_row,
    const float *scales, size_t maps, const float *x, size_t x_row, float *y) {
  struct walk_step step = {count, steps, weights, weights_row, scales};
  for (; maps >= 4; maps -= 4, x += 4 * x_row, y += 4 * x_row) {
    walk_maps(2, 4, n, &step, x, x_row, y);
  }
  if (maps == 3) walk_maps(2, 3, n, &step, x, x_row, y);
  if (maps == 2) walk_maps(4, 2, n, &step, x, x_row, y);
  if (maps == 1) walk_maps(4, 1, n, &step, x, x_row, y);
}

/// The distances of `pairs` pairs of cell `p`, `n` apart; sixteen sums for each, then one.
INLINE void distances_of(
    size_t pairs, size_t p, size_t n, size_t channels, const float *x, const size_t *steps,
    float *y) {
  f16s sums[4];
  UNROLLED for (size_t k = 0; k < pairs; k++) sums[k] = all16(0);
  for (size_t c = 0; c < channels; c += 16) {
    f16s own = *(const f16s *)(x + p * channels + c);
    UNROLLED for (size_t k = 0; k < pairs; k++) {
      f16s other = *(const f16s *)(x + (p + steps[k]) * channels + c);
      sums[k] += __builtin_elementwise_abs(own - other);
    }
  }
  UNROLLED for (size_t k = 0; k < pairs; k++) y[k * n + p] = sum16(sums[k]);
}

static void pair_distances(
    size_t n, size_t channels, const float *x, size_t count, const size_t *steps, float *y) {
  for (size_t k = 0; k < count; k += 4) {
    size_t pairs = count - k < 4 ? count - k : 4;
    size_t longest = 0;
    for (size_t i = k; i < k + pairs; i++) longest = steps[i] > longest ? steps[i] : longest;
    size_t whole = pairs == 4 && longest <= n ? n - longest : 0;
    for (size_t p = 0; p < whole; p++) {
      distances_of(4, p, n, channels, x, steps + k, y + k * n);
    }
    for (size_t i = k; i < k + pairs; i++) {
      for (size_t p = whole; p < n; p++) {
        if (p + steps[i] < n) distances_of(1, p, n, channels, x, steps + i, y + i * n);
        else y[i * n + p] = 0;
      }
    }
  }
}

/// g where x is above 0, −g where it is below, and 0 where it is 0.
INLINE f16s signed16(f16s g, f16s x) {
  f16s above = (f16s)((i16s)g & (x > 0.0f));
  f16s below = (f16s)((i16s)g & (x < 0.0f));
  return above - below;
}

/// `blocks` times sixteen channels of cell `p`, from `c` on.
INLINE void slopes_of(
    size_t blocks, size_t c, size_t p, size_t n, size_t channels, const float *x, size_t count,
    const size_t *steps, const float *g, float *dx) {
  f16s own[4], sums[4];
  UNROLLED for (size_t b = 0; b < blocks; b++) {
    own[b] = *(const f16s *)(x + p * channels + c + 16 * b);
    sums[b] = all16(0);
  }
  for (size_t side = 0; side < 2 * count; side++) {
    size_t step = steps[side / 2];
    int ahead = side % 2 == 0;
    if (ahead ? p + step >= n : p < step) continue;
    float slope = g[side / 2 * n + (ahead ? p : p - step)];
    if (slope == 0) continue;  // most pairs, where few labels are sure
    const float *other = x + (ahead ? p + step : p - step) * channels + c;
    UNROLLED for (size_t b = 0; b < blocks; b++) {
      sums[b] += signed16(all16(slope), own[b] - *(const f16s *)(other + 16 * b));
    }
  }
  UNROLLED for (size_t b = 0; b < blocks; b++) {
    *(f16s *)(dx + p * channels + c + 16 * b) = sums[b];
  }
}

static void pair_slopes(
    size_t n, size_t channels, const float *x, size_t count, const size_t *steps, const float *g,
    float *dx) {
  for (size_t p = 0; p < n; p++) {
    size_t c = 0;
    for (; c + 64 <= channels; c += 64) {
      slopes_of(4, c, p, n, channels, x, count, steps, g, dx);
    }
    for (; c < channels; c += 16) slopes_of(1, c, p, n, channels, x, count, steps, g, dx);
  }
}

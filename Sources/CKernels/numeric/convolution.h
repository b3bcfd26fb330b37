#include "vectors.h"

// A convolution as a product whose left-hand side stays where it is: for each tap and each entry of
// the result a pointer to what the tap sees, or to zeros.

/// Terms that all entries of a tile go through before the next: 48 columns of them fit the second
/// cache beside what the tile sees.
enum { convolution_depth = 384 };
/// Entries of the result that are made together, and taps that they go through together.
enum { convolution_tile = 128, convolution_taps = 16 };

static const float convolution_zeros[convolution_depth];

/// One pass of a tile through some taps.
struct tap_pass {
  /// For each tap, `convolution_tile` pointers.
  const float *(*left)[convolution_tile];
  size_t taps, terms;
  /// Row of the right-hand side that the first tap begins with, and how far the next tap's is.
  size_t first, next;
  int is_first, is_last;
};

/// A register's first `count` numbers, which are all of them where `count` is LANES.
INLINE lanes load_some(const float *x, size_t count) {
  if (count == LANES) return *(const lanes *)x;
  lanes y = {0};
  for (size_t i = 0; i < count; i++) y[i] = x[i];
  return y;
}

INLINE void store_some(lanes y, float *x, size_t count) {
  if (count == LANES) {
    *(lanes *)x = y;
    return;
  }
  float numbers[LANES];
  *(lanes *)numbers = y;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) __builtin_memcpy(x + i, numbers + i, 32);
  for (; i < count; i++) x[i] = numbers[i];
}

/// Entries i … of the tile, registers of columns from j on, the last of which has `last` columns. What
/// the next ROWS entries see is fetched meanwhile if it is not known to be near: each is a run too short
/// for the processor to foresee.
INLINE void convolve_block(
    int rows, int columns, const struct sepal_convolution *x, struct tap_pass pass, size_t i,
    size_t j, size_t last, const float *addend, float *c, int is_far) {
  const float *b = x->right + j / sepal_panel_columns * sepal_panel_columns * x->terms +
                   j % sepal_panel_columns + pass.first * sepal_panel_columns;
  lanes sum[ROWS][3];
  UNROLLED for (int s = 0; s < columns; s++) {
    size_t count = s + 1 == columns ? last : LANES;
    lanes bias = pass.is_first ? load_some(x->bias + j + s * LANES, count) : all_lanes(0);
    UNROLLED for (int r = 0; r < rows; r++)
      sum[r][s] =
          pass.is_first ? bias : load_some(c + (i + r) * x->outputs + j + s * LANES, count);
  }
  if (pass.is_last && addend) {
    UNROLLED for (int r = 0; r < rows; r++) {
      UNROLLED for (int s = 0; s < columns; s++)
        __builtin_prefetch(addend + (i + r) * x->outputs + j + s * LANES, 0, 3);
    }
  }
  for (size_t tap = 0; tap < pass.taps; tap++) {
    const float *a[ROWS];
    UNROLLED for (int r = 0; r < rows; r++) a[r] = pass.left[tap][i + r];
    for (size_t t = 0; t < pass.terms; t++) {
      if (is_far && t % 16 == 0) {
        UNROLLED for (int r = 0; r < rows; r++)
          __builtin_prefetch(pass.left[tap][i + ROWS + r] + t, 0, 3);
      }
      lanes right[3];
      UNROLLED for (int s = 0; s < columns; s++)
        right[s] = *(const lanes *)(b + t * sepal_panel_columns + s * LANES);
      UNROLLED for (int r = 0; r < rows; r++) {
        lanes left = all_lanes(a[r][t]);
        UNROLLED for (int s = 0; s < columns; s++) sum[r][s] += left * right[s];
      }
    }
    b += pass.next * sepal_panel_columns;
  }
  UNROLLED for (int r = 0; r < rows; r++) {
    UNROLLED for (int s = 0; s < columns; s++) {
      size_t count = s + 1 == columns ? last : LANES;
      size_t place = (i + r) * x->outputs + j + s * LANES;
      lanes y = sum[r][s];
      if (pass.is_last) {
        if (addend) y += load_some(addend + place, count);
        y = __builtin_elementwise_min(
            __builtin_elementwise_max(y, all_lanes(x->low)), all_lanes(x->high));
      }
      store_some(y, c + place, count);
    }
  }
}

INLINE void convolve_band(
    int columns, const struct sepal_convolution *x, struct tap_pass pass, size_t count, size_t j,
    size_t last, const float *addend, float *c) {
  size_t i = 0;
  for (; i + ROWS <= count; i += ROWS)
    convolve_block(
        ROWS, columns, x, pass, i, j, last, addend, c, j == 0 && i + 2 * ROWS <= count);
  switch (count - i) {
#if ROWS > 4
    case 7: convolve_block(7, columns, x, pass, i, j, last, addend, c, 0); break;
    case 6: convolve_block(6, columns, x, pass, i, j, last, addend, c, 0); break;
    case 5: convolve_block(5, columns, x, pass, i, j, last, addend, c, 0); break;
    case 4: convolve_block(4, columns, x, pass, i, j, last, addend, c, 0); break;
#endif
    case 3: convolve_block(3, columns, x, pass, i, j, last, addend, c, 0); break;
    case 2: convolve_block(2, columns, x, pass, i, j, last, addend, c, 0); break;
    case 1: convolve_block(1, columns, x, pass, i, j, last, addend, c, 0); break;
  }
}

static void convolve_pass(
    const struct sepal_convolution *x, struct tap_pass pass, size_t count, const float *addend,
    float *c) {
  size_t j = 0;
  for (; j + 3 * LANES <= x->outputs; j += 3 * LANES)
    convolve_band(3, x, pass, count, j, LANES, addend, c);
  size_t rest = x->outputs - j;
  size_t last = (rest + LANES - 1) % LANES + 1;
  if (rest == 2 * LANES)
    convolve_band(2, x, pass, count, j, LANES, addend, c);
  else if (rest == LANES)
    convolve_band(1, x, pass, count, j, LANES, addend, c);
  else if (rest > 2 * LANES)
    convolve_band(3, x, pass, count, j, last, addend, c);
  else if (rest > LANES)
    convolve_band(2, x, pass, count, j, last, addend, c);
  else if (rest > 0)
    convolve_band(1, x, pass, count, j, last, addend, c);
}

/// What tap (i, j) sees, its channels from `term` on, for `count` entries of the result from the
/// `first`th on, counted row by row from row `row` on.
static void see(
    struct sepal_map map, struct sepal_window window, size_t i, size_t j, size_t term, size_t row,
    size_t columns, size_t first, size_t count, const float **left) {
  row += first / columns;
  size_t column = first % columns;
  for (size_t entry = 0; entry < count; row++, column = 0) {
    // What lies before the map is beyond any length, its index being without a sign.
    size_t y = row * window.stride + i * window.dilation - window.above;
    const float *line = y < map.rows
                            ? map.values + (y % map.held) * map.columns * map.channels + term
                            : 0;
    for (; column < columns && entry < count; column++, entry++) {
      size_t x = column * window.stride + j * window.dilation - window.left;
      left[entry] = line && x < map.columns ? line + x * map.channels : convolution_zeros;
    }
  }
}

/// All taps of a row of the kernel are one where they are neighbours in the map and never beside it.
static int has_whole_rows(struct sepal_map map, struct sepal_window window, size_t columns) {
  return window.dilation == 1 && window.left == 0 &&
         (columns - 1) * window.stride + window.kernel <= map.columns;
}

static void convolve(
    const struct sepal_convolution *x, struct sepal_map map, struct sepal_window window,
    size_t row, size_t rows, size_t columns, const float *addend, float *c) {
  size_t across = has_whole_rows(map, window, columns) ? 1 : window.kernel;
  size_t length = window.kernel / across * map.channels;
  size_t taps = window.kernel * across;
  size_t depth = (length + convolution_depth - 1) / convolution_depth;
  depth = (length + depth - 1) / depth;
  size_t group = convolution_depth / length;
  if (group < 1) group = 1;
  if (group > convolution_taps) group = convolution_taps;
  const float *left[convolution_taps][convolution_tile];
  // Tiles of one size, as near as blocks of ROWS allow: each goes through all the weights.
  size_t entries = rows * columns, tiles = (entries + convolution_tile - 1) / convolution_tile;
  size_t tile = tiles ? (entries + tiles - 1) / tiles : 0;
  tile = (tile + ROWS - 1) / ROWS * ROWS;
  for (size_t first = 0; first < entries; first += tile) {
    size_t count = entries - first < tile ? entries - first : tile;
    for (size_t tap = 0; tap < taps; tap += group) {
      size_t end = tap + group < taps ? tap + group : taps;
      for (size_t term = 0; term < length; term += depth) {
        for (size_t t = tap; t < end; t++)
          see(map, window, t / across, t % across, term, row, columns, first, count, left[t - tap]);
        struct tap_pass pass = {
            .left = left,
            .taps = end - tap,
            .terms = length - term < depth ? length - term : depth,
            .first = tap * length + term,
            .next = length,
            .is_first = tap == 0 && term == 0,
            .is_last = end == taps && term + depth >= length,
        };
        convolve_pass(
            x, pass, count, addend ? addend + first * x->outputs : 0, c + first * x->outputs);
      }
    }
  }
}

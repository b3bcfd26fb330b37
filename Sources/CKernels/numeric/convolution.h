#include "vectors.h"

// A convolution as a product whose left-hand side stays where it is: for each tap and each entry of
// the result a pointer to what the tap sees, or to zeros.

/// Terms that all entries of a tile go through before the next: 48 columns of them fit the second
/// cache beside what the tile sees.
enum { convolution_depth = 384 };
/// Entries of the result that are made together, and taps that they go through together.
enum { convolution_tile = 96, convolution_taps = 16 };

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

/// Entries i … of the tile, registers of columns from j on, the last of which has `last` columns.
INLINE void convolve_block(
    int rows, int columns, const struct sepal_convolution *x, struct tap_pass pass, size_t i,
    size_t j, size_t last, const float *addend, float *c) {
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
  for (size_t tap = 0; tap < pass.taps; tap++) {
    const float *a[ROWS];
    UNROLLED for (int r = 0; r < rows; r++) a[r] = pass.left[tap][i + r];
    for (size_t t = 0; t < pass.terms; t++) {
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
    convolve_block(ROWS, columns, x, pass, i, j, last, addend, c);
  switch (count - i) {
#if ROWS > 4
    case 7: convolve_block(7, columns, x, pass, i, j, last, addend, c); break;
    case 6: convolve_block(6, columns, x, pass, i, j, last, addend, c); break;
    case 5: convolve_block(5, columns, x, pass, i, j, last, addend, c); break;
    case 4: convolve_block(4, columns, x, pass, i, j, last, addend, c); break;
#endif
    case 3: convolve_block(3, columns, x, pass, i, j, last, addend, c); break;
    case 2: convolve_block(2, columns, x, pass, i, j, last, addend, c); break;
    case 1: convolve_block(1, columns, x, pass, i, j, last, addend, c); break;
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

/// Where the entries of a result lie from `first` on, counted row by row.
struct place {
  size_t row, column, columns;
};

INLINE void next_place(struct place *at) {
  if (++at->column == at->columns) {
    at->column = 0;
    at->row++;
  }
}

/// What tap (i, j) sees, `count` entries from `at` on, its channels from `term` on.
static void see(
    struct sepal_map map, struct sepal_window window, size_t i, size_t j, size_t term,
    struct place at, size_t count, const float **left) {
  for (size_t entry = 0; entry < count; entry++, next_place(&at)) {
    // What lies before the map is beyond any length, its index being without a sign.
    size_t row = at.row * window.stride + i * window.dilation - window.above;
    size_t column = at.column * window.stride + j * window.dilation - window.left;
    left[entry] = row < map.rows && column < map.columns
                      ? map.values + ((row % map.held) * map.columns + column) * map.channels + term
                      : convolution_zeros;
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
  for (size_t first = 0; first < rows * columns; first += convolution_tile) {
    size_t count = rows * columns - first;
    if (count > convolution_tile) count = convolution_tile;
    struct place at = {row + first / columns, first % columns, columns};
    for (size_t tap = 0; tap < taps; tap += group) {
      size_t end = tap + group < taps ? tap + group : taps;
      for (size_t term = 0; term < length; term += depth) {
        for (size_t t = tap; t < end; t++)
          see(map, window, t / across, t % across, term, at, count, left[t - tap]);
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

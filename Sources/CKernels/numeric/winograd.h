#include "vectors.h"

// A 3×3 convolution of stride 1 by 16 products for every 2 × 2 entries in the place of 36: Winograd's
// F(2×2, 3×3), as in Lavin and Gray 2016 (arXiv 1509.09308). What the taps see and what comes out are
// sums and differences of a few numbers, so that little is lost to rounding.

/// Register `c` of what entry (i, j) of a map holds; zeros beside the map.
INLINE lanes entry_lanes(struct sepal_map map, size_t i, size_t j, size_t c) {
  if (i >= map.rows || j >= map.columns) return all_lanes(0);
  return *(const lanes *)(map.values + ((i % map.held) * map.columns + j) * map.channels + c);
}

/// What tile (i, j) sees, 4 × 4 entries, as the products want it: number k of the 16 at v + k·plane.
static void winograd_input(
    struct sepal_map map, struct sepal_window window, size_t i, size_t j, size_t plane, float *v) {
  const size_t above = 2 * i - window.above, left = 2 * j - window.left;
  for (size_t c = 0; c < map.channels; c += LANES) {
    lanes t[4][4];
    UNROLLED for (size_t column = 0; column < 4; column++) {
      lanes x[4];
      UNROLLED for (size_t row = 0; row < 4; row++)
        x[row] = entry_lanes(map, above + row, left + column, c);
      t[0][column] = x[0] - x[2];
      t[1][column] = x[1] + x[2];
      t[2][column] = x[2] - x[1];
      t[3][column] = x[1] - x[3];
    }
    UNROLLED for (size_t row = 0; row < 4; row++) {
      float *to = v + 4 * row * plane + c;
      *(lanes *)to = t[row][0] - t[row][2];
      *(lanes *)(to + plane) = t[row][1] + t[row][2];
      *(lanes *)(to + 2 * plane) = t[row][2] - t[row][1];
      *(lanes *)(to + 3 * plane) = t[row][1] - t[row][3];
    }
  }
}

/// The 2 × 2 entries of the result that 16 products, number k at m + k·plane, make. Those of rows 0 … and
/// columns 0 … before `rows` and `columns` are written, rows `next` numbers apart.
static void winograd_output(
    const struct sepal_winograd *x, size_t plane, const float *m, size_t rows, size_t columns,
    size_t next, float *y) {
  for (size_t c = 0; c < x->outputs; c += LANES) {
    lanes t[2][4];
    UNROLLED for (size_t column = 0; column < 4; column++) {
      const float *from = m + column * plane + c;
      lanes first = *(const lanes *)from, second = *(const lanes *)(from + 4 * plane);
      lanes third = *(const lanes *)(from + 8 * plane), last = *(const lanes *)(from + 12 * plane);
      t[0][column] = first + second + third;
      t[1][column] = second - third - last;
    }
    lanes bias = *(const lanes *)(x->bias + c);
    UNROLLED for (size_t row = 0; row < 2; row++) {
      UNROLLED for (size_t column = 0; column < 2; column++) {
        if (row >= rows || column >= columns) continue;
        lanes sum = column == 0 ? t[row][0] + t[row][1] + t[row][2]
                                : t[row][1] - t[row][2] - t[row][3];
        *(lanes *)(y + row * next + column * x->outputs + c) = __builtin_elementwise_min(
            __builtin_elementwise_max(bias + sum, all_lanes(x->low)), all_lanes(x->high));
      }
    }
  }
}

static void winograd(
    const struct sepal_winograd *x, struct sepal_map map, struct sepal_window window, size_t row,
    size_t rows, size_t columns, float *scratch, float *y) {
  const size_t channels = map.channels, outputs = x->outputs, across = (columns + 1) / 2;
  const size_t tiles = (rows + 1) / 2 * across, panels = (outputs + 47) / 48 * 48;
  float *v = scratch, *m = scratch + 16 * sepal_winograd_tiles * channels;
  for (size_t first = 0; first < tiles; first += sepal_winograd_tiles) {
    size_t count = tiles - first < sepal_winograd_tiles ? tiles - first : sepal_winograd_tiles;
    for (size_t tile = 0; tile < count; tile++)
      winograd_input(
          map, window, row / 2 + (first + tile) / across, (first + tile) % across,
          sepal_winograd_tiles * channels, v + tile * channels);
    for (size_t k = 0; k < 16; k++) {
      struct sepal_right right = {
          x->right + k * channels * panels, sepal_panel_columns, sepal_panel_columns * channels};
      matmul(
          count, outputs, channels, v + k * sepal_winograd_tiles * channels, channels, 1, right,
          sepal_start_zero, 0, m + k * sepal_winograd_tiles * outputs, outputs);
    }
    for (size_t tile = 0; tile < count; tile++) {
      size_t i = (first + tile) / across * 2, j = (first + tile) % across * 2;
      winograd_output(
          x, sepal_winograd_tiles * outputs, m + tile * outputs, rows - i, columns - j,
          columns * outputs, y + (i * columns + j) * outputs);
    }
  }
}

#include "../include/numeric.h"

// Right-hand sides in the order in which the products read them.

enum { wide = sepal_panel_columns };

static size_t columns_of_panel(size_t n, size_t first) { return n - first < wide ? n - first : wide; }

/// `count` numbers `step` apart, then zeros: one row of a panel.
static void gather(size_t count, const float *x, size_t step, float *y) {
  if (step == 1) {
    __builtin_memcpy(y, x, count * sizeof *y);
  } else {
    for (size_t j = 0; j < count; j++) y[j] = x[j * step];
  }
  for (size_t j = count; j < wide; j++) y[j] = 0;
}

void sepal_pack_panels(
    size_t k, size_t n, const float *x, size_t x_row, size_t x_column, float *y) {
  for (size_t first = 0; first < n; first += wide) {
    const float *from = x + first * x_column;
    size_t count = columns_of_panel(n, first);
    for (size_t p = 0; p < k; p++, y += wide) gather(count, from + p * x_row, x_column, y);
  }
}

void sepal_pack_panels_bf16(
    size_t k, size_t n, const float *x, size_t x_row, size_t x_column, uint16_t *y) {
  float even[wide], odd[wide];
  for (size_t first = 0; first < n; first += wide) {
    const float *from = x + first * x_column;
    size_t count = columns_of_panel(n, first);
    for (size_t p = 0; p < k; p += 2, y += 2 * wide) {
      gather(count, from + p * x_row, x_column, even);
      gather(count, from + (p + 1) * x_row, x_column, odd);
      sepal_to_bf16_pairs(wide, even, odd, y);
    }
  }
}

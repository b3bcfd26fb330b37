#include "vectors.h"

// Products of f32 matrices. ROWS rows of the left-hand side by three registers of columns have
// their sums in registers while the common dimension goes by.

struct product {
  size_t m, n, k;
  const float *a;
  size_t a_row, a_column;
  struct sepal_right b;
  enum sepal_start start;
  const float *bias;
  float *c;
  size_t c_row;
};

/// Rows of the right-hand side that all of the left meets before the next: 48 columns of them fit
/// the second cache beside the left-hand side.
enum { depth = 384 };

/// Rows i …, registers of columns from j on, terms p ….
INLINE void block(int rows, int columns, struct product x, size_t i, size_t j, size_t p) {
  size_t terms = x.k - p < depth ? x.k - p : depth;
  const float *a = x.a + i * x.a_row + p * x.a_column;
  const float *b = (const float *)x.b.values + j / sepal_panel_columns * x.b.panel +
                   p * x.b.row + j % sepal_panel_columns;
  float *c = x.c + i * x.c_row + j;
  lanes sum[ROWS][3];
  UNROLLED for (int r = 0; r < rows; r++) {
    UNROLLED for (int s = 0; s < columns; s++) {
      if (p > 0 || x.start == sepal_start_sum)
        sum[r][s] = *(const lanes *)(c + r * x.c_row + s * LANES);
      else if (x.start == sepal_start_bias)
        sum[r][s] = *(const lanes *)(x.bias + j + s * LANES);
      else
        sum[r][s] = all_lanes(0);
    }
  }
  for (size_t t = 0; t < terms; t++) {
    lanes right[3];
    UNROLLED for (int s = 0; s < columns; s++)
      right[s] = *(const lanes *)(b + t * x.b.row + s * LANES);
    UNROLLED for (int r = 0; r < rows; r++) {
      lanes left = all_lanes(a[r * x.a_row + t * x.a_column]);
      UNROLLED for (int s = 0; s < columns; s++) sum[r][s] += left * right[s];
    }
  }
  UNROLLED for (int r = 0; r < rows; r++) {
    UNROLLED for (int s = 0; s < columns; s++)
      *(lanes *)(c + r * x.c_row + s * LANES) = sum[r][s];
  }
}

INLINE void band(int columns, struct product x, size_t j, size_t p) {
  size_t i = 0;
  for (; i + ROWS <= x.m; i += ROWS) block(ROWS, columns, x, i, j, p);
  // What is left, in one block: a few rows read the right-hand side once.
  switch (x.m - i) {
#if ROWS > 4
    case 7: block(7, columns, x, i, j, p); break;
    case 6: block(6, columns, x, i, j, p); break;
    case 5: block(5, columns, x, i, j, p); break;
    case 4: block(4, columns, x, i, j, p); break;
#endif
    case 3: block(3, columns, x, i, j, p); break;
    case 2: block(2, columns, x, i, j, p); break;
    case 1: block(1, columns, x, i, j, p); break;
  }
}

static void matmul(
    size_t m, size_t n, size_t k, const float *a, size_t a_row, size_t a_column,
    struct sepal_right b, enum sepal_start start, const float *bias, float *c, size_t c_row) {
  struct product x = {m, n, k, a, a_row, a_column, b, start, bias, c, c_row};
  for (size_t p = 0; p < k || p == 0; p += depth) {
    size_t j = 0;
    for (; j + 3 * LANES <= n; j += 3 * LANES) band(3, x, j, p);
    for (; j + 2 * LANES <= n; j += 2 * LANES) band(2, x, j, p);
    for (; j + LANES <= n; j += LANES) band(1, x, j, p);
  }
}

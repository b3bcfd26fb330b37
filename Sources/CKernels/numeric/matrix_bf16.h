#include "vectors.h"

// Products of bf16 matrices with f32 sums, built as those of f32. With PAIRED_PRODUCT defined an
// instruction adds the products of a pair; without it the same two sums are made of f32.

struct product_bf16 {
  size_t m, n, k;
  const uint16_t *a;
  size_t a_row;
  struct sepal_right b;
  enum sepal_start start;
  const float *bias;
  float *c;
  size_t c_row;
};

/// Pairs of rows of the right-hand side that all of the left meets before the next.
enum { paired_depth = 384 };

/// Both numbers of each pair in `left` and `right`: the odd one's product is added first, as by
/// VDPBF16PS.
INLINE lanes add_pairs(lanes sum, lane_bits left, lane_bits right) {
#ifdef PAIRED_PRODUCT
  return PAIRED_PRODUCT(sum, left, right);
#else
  sum += (lanes)(left & 0xffff0000u) * (lanes)(right & 0xffff0000u);
  sum += (lanes)(left << 16) * (lanes)(right << 16);
  return sum;
#endif
}

/// Rows i …, registers of columns from j on, pairs p ….
INLINE void block_bf16(int rows, int columns, struct product_bf16 x, size_t i, size_t j, size_t p) {
  size_t pairs = x.k / 2 - p < paired_depth ? x.k / 2 - p : paired_depth;
  const uint16_t *a = x.a + i * x.a_row + 2 * p;
  const uint16_t *b = (const uint16_t *)x.b.values +
                      2 * (j / sepal_panel_columns * x.b.panel + p * x.b.row) +
                      2 * (j % sepal_panel_columns);
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
  for (size_t t = 0; t < pairs; t++) {
    lane_bits right[3];
    UNROLLED for (int s = 0; s < columns; s++)
      right[s] = *(const lane_bits *)(b + 2 * (t * x.b.row + s * LANES));
    UNROLLED for (int r = 0; r < rows; r++) {
      uint32_t pair;
      __builtin_memcpy(&pair, a + r * x.a_row + 2 * t, sizeof pair);
      lane_bits left = pair - (lane_bits){0};
      UNROLLED for (int s = 0; s < columns; s++) sum[r][s] = add_pairs(sum[r][s], left, right[s]);
    }
  }
  UNROLLED for (int r = 0; r < rows; r++) {
    UNROLLED for (int s = 0; s < columns; s++)
      *(lanes *)(c + r * x.c_row + s * LANES) = sum[r][s];
  }
}

INLINE void band_bf16(int columns, struct product_bf16 x, size_t j, size_t p) {
  size_t i = 0;
  for (; i + ROWS <= x.m; i += ROWS) block_bf16(ROWS, columns, x, i, j, p);
  // What is left, in one block: a few rows read the right-hand side once.
  switch (x.m - i) {
#if ROWS > 4
    case 7: block_bf16(7, columns, x, i, j, p); break;
    case 6: block_bf16(6, columns, x, i, j, p); break;
    case 5: block_bf16(5, columns, x, i, j, p); break;
    case 4: block_bf16(4, columns, x, i, j, p); break;
#endif
    case 3: block_bf16(3, columns, x, i, j, p); break;
    case 2: block_bf16(2, columns, x, i, j, p); break;
    case 1: block_bf16(1, columns, x, i, j, p); break;
  }
}

INLINE void matmul_bf16(
    size_t m, size_t n, size_t k, const uint16_t *a, size_t a_row, struct sepal_right b,
    enum sepal_start start, const float *bias, float *c, size_t c_row) {
  struct product_bf16 x = {m, n, k, a, a_row, b, start, bias, c, c_row};
  for (size_t p = 0; p < k / 2 || p == 0; p += paired_depth) {
    size_t j = 0;
    for (; j + 3 * LANES <= n; j += 3 * LANES) band_bf16(3, x, j, p);
    for (; j + 2 * LANES <= n; j += 2 * LANES) band_bf16(2, x, j, p);
    for (; j + LANES <= n; j += LANES) band_bf16(1, x, j, p);
  }
}

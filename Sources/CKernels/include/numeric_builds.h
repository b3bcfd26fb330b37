#pragma once
#include "numeric.h"

// Every build of the numeric kernels, for tests that compare them.

/// One instruction set's build of every kernel of numeric.h.
struct sepal_kernels {
  const char *name;
  void (*matmul)(
      size_t m, size_t n, size_t k, const float *a, size_t a_row, size_t a_column,
      struct sepal_right b, enum sepal_start start, const float *bias, float *c, size_t c_row);
  void (*matmul_bf16)(
      size_t m, size_t n, size_t k, const uint16_t *a, size_t a_row, struct sepal_right b,
      enum sepal_start start, const float *bias, float *c, size_t c_row);
  void (*to_bf16)(size_t n, const float *x, uint16_t *y);
  void (*to_bf16_pairs)(size_t n, const float *even, const float *odd, uint16_t *y);
  void (*gelu)(size_t n, float *x);
  void (*relu)(size_t n, float *x);
  void (*relu6)(size_t n, float *x);
  void (*exponential)(size_t n, float *x);
  void (*add)(size_t n, const float *x, const float *y, float *z);
  void (*multiply_add)(size_t n, const float *a, const float *b, float *y);
  void (*add_scaled)(size_t n, float factor, const float *x, float *y);
  void (*layer_norm)(
      size_t rows, size_t n, const float *x, size_t x_row, const float *weight, const float *bias,
      float epsilon, float *y, size_t y_row);
  void (*exp_rows)(size_t rows, size_t n, size_t padded, float *x, size_t x_row, float *sums);
  void (*exp_columns)(
      size_t rows, size_t n, float *x, size_t x_row, float *maxima, float *sums, float *factors);
  void (*scale_rows)(size_t rows, size_t n, const float *scales, float *x, size_t x_row);
  void (*walk)(
      size_t n, size_t count, const size_t *steps, const float *weights, size_t weights_row,
      const float *scales, size_t maps, const float *x, size_t x_row, float *y);
  void (*pair_distances)(
      size_t n, size_t channels, const float *x, size_t count, const size_t *steps, float *y);
  void (*pair_slopes)(
      size_t n, size_t channels, const float *x, size_t count, const size_t *steps,
      const float *g, float *dx);
  void (*token_softmax)(size_t rows, size_t tokens, float *x, size_t x_row);
  void (*token_softmax_columns)(size_t pixels, size_t tokens, float *x, size_t x_row);
  void (*residual_norm)(
      size_t rows, size_t n, const float *x, const float *delta, const float *weight,
      const float *bias, float epsilon, const float *position, float *y, float *z);
  void (*residual_norm_bf16)(
      size_t rows, size_t n, const float *x, const float *delta, const float *weight,
      const float *bias, float epsilon, const float *position, float *y, uint16_t *z,
      uint16_t *pairs);
  void (*add_bf16)(size_t n, const float *x, const float *y, uint16_t *z);
  void (*transpose_bf16)(
      size_t rows, size_t n, const float *x, size_t x_row, uint16_t *y, size_t y_row);
  void (*exp_relative)(
      size_t rows, size_t width, struct sepal_relative relative, float *x, size_t x_row,
      uint16_t *rounded, size_t rounded_row, float *sums);
  void (*convolve)(
      const struct sepal_convolution *x, struct sepal_map map, struct sepal_window window,
      size_t row, size_t rows, size_t columns, const float *addend, float *c);
  void (*winograd)(
      const struct sepal_winograd *x, struct sepal_map map, struct sepal_window window,
      size_t row, size_t rows, size_t columns, float *scratch, float *y);
  void (*depthwise_row)(struct sepal_depthwise x, size_t row, size_t columns, float *y);
  void (*max_pool_row)(
      struct sepal_map map, struct sepal_window window, size_t row, size_t columns, float *y);
};

/// The builds that this processor can run, the widest registers first; null beyond the last.
const struct sepal_kernels *sepal_numeric_build(size_t index);

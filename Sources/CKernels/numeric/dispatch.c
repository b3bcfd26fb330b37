#include "kernels.h"

#if defined(__x86_64__)
static int has_avx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
}

static int has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

const struct sepal_kernels *sepal_numeric_build(size_t index) {
  if (has_avx512() && index-- == 0) return &sepal_avx512;
  if (has_avx2() && index-- == 0) return &sepal_avx2;
  return index == 0 ? &sepal_portable : 0;
}

int sepal_has_bf16(void) { return has_avx512() && __builtin_cpu_supports("avx512bf16"); }
#else
const struct sepal_kernels *sepal_numeric_build(size_t index) {
  return index == 0 ? &sepal_portable : 0;
}

int sepal_has_bf16(void) { return 0; }
#endif

static const struct sepal_kernels *kernels(void) { return sepal_numeric_build(0); }

const char *sepal_instruction_set(void) { return kernels()->name; }

void sepal_matmul(
    size_t m, size_t n, size_t k, const float *a, size_t a_row, size_t a_column,
    struct sepal_right b, enum sepal_start start, const float *bias, float *c, size_t c_row) {
  kernels()->matmul(m, n, k, a, a_row, a_column, b, start, bias, c, c_row);
}

void sepal_matmul_bf16(
    size_t m, size_t n, size_t k, const uint16_t *a, size_t a_row, struct sepal_right b,
    enum sepal_start start, const float *bias, float *c, size_t c_row) {
#if defined(__x86_64__)
  if (sepal_has_bf16()) {
    sepal_matmul_bf16_instruction(m, n, k, a, a_row, b, start, bias, c, c_row);
    return;
  }
#endif
  kernels()->matmul_bf16(m, n, k, a, a_row, b, start, bias, c, c_row);
}

void sepal_to_bf16(size_t n, const float *x, uint16_t *y) { kernels()->to_bf16(n, x, y); }

void sepal_to_bf16_pairs(size_t n, const float *even, const float *odd, uint16_t *y) {
  kernels()->to_bf16_pairs(n, even, odd, y);
}

void sepal_gelu(size_t n, float *x) { kernels()->gelu(n, x); }

void sepal_relu(size_t n, float *x) { kernels()->relu(n, x); }

void sepal_relu6(size_t n, float *x) { kernels()->relu6(n, x); }

void sepal_exp(size_t n, float *x) { kernels()->exponential(n, x); }

void sepal_add(size_t n, const float *x, const float *y, float *z) { kernels()->add(n, x, y, z); }

void sepal_multiply_add(size_t n, const float *a, const float *b, float *y) {
  kernels()->multiply_add(n, a, b, y);
}

void sepal_add_scaled(size_t n, float factor, const float *x, float *y) {
  kernels()->add_scaled(n, factor, x, y);
}

void sepal_layer_norm(
    size_t rows, size_t n, const float *x, size_t x_row, const float *weight, const float *bias,
    float epsilon, float *y, size_t y_row) {
  kernels()->layer_norm(rows, n, x, x_row, weight, bias, epsilon, y, y_row);
}

void sepal_exp_rows(size_t rows, size_t n, size_t padded, float *x, size_t x_row, float *sums) {
  kernels()->exp_rows(rows, n, padded, x, x_row, sums);
}

void sepal_exp_columns(
    size_t rows, size_t n, float *x, size_t x_row, float *maxima, float *sums, float *factors) {
  kernels()->exp_columns(rows, n, x, x_row, maxima, sums, factors);
}

void sepal_scale_rows(size_t rows, size_t n, const float *scales, float *x, size_t x_row) {
  kernels()->scale_rows(rows, n, scales, x, x_row);
}

void sepal_walk(
    size_t n, size_t count, const size_t *steps, const float *weights, size_t weights_row,
    const float *scales, size_t maps, const float *x, size_t x_row, float *y) {
  kernels()->walk(n, count, steps, weights, weights_row, scales, maps, x, x_row, y);
}

void sepal_pair_distances(
    size_t n, size_t channels, const float *x, size_t count, const size_t *steps, float *y) {
  kernels()->pair_distances(n, channels, x, count, steps, y);
}

void sepal_pair_slopes(
    size_t n, size_t channels, const float *x, size_t count, const size_t *steps, const float *g,
    float *dx) {
  kernels()->pair_slopes(n, channels, x, count, steps, g, dx);
}

void sepal_token_softmax(size_t rows, size_t tokens, float *x, size_t x_row) {
  kernels()->token_softmax(rows, tokens, x, x_row);
}

void sepal_token_softmax_columns(size_t pixels, size_t tokens, float *x, size_t x_row) {
  kernels()->token_softmax_columns(pixels, tokens, x, x_row);
}

void sepal_residual_norm(
    size_t rows, size_t n, const float *x, const float *delta, const float *weight,
    const float *bias, float epsilon, const float *position, float *y, float *z) {
  kernels()->residual_norm(rows, n, x, delta, weight, bias, epsilon, position, y, z);
}

void sepal_exp_relative(
    size_t rows, size_t width, struct sepal_relative relative, float *x, size_t x_row,
    uint16_t *rounded, size_t rounded_row, float *sums) {
  kernels()->exp_relative(rows, width, relative, x, x_row, rounded, rounded_row, sums);
}

void sepal_residual_norm_bf16(
    size_t rows, size_t n, const float *x, const float *delta, const float *weight,
    const float *bias, float epsilon, const float *position, float *y, uint16_t *z,
    uint16_t *pairs) {
  kernels()->residual_norm_bf16(
      rows, n, x, delta, weight, bias, epsilon, position, y, z, pairs);
}

void sepal_add_bf16(size_t n, const float *x, const float *y, uint16_t *z) {
  kernels()->add_bf16(n, x, y, z);
}

void sepal_transpose_bf16(
    size_t rows, size_t n, const float *x, size_t x_row, uint16_t *y, size_t y_row) {
  kernels()->transpose_bf16(rows, n, x, x_row, y, y_row);
}

void sepal_convolve(
    const struct sepal_convolution *x, struct sepal_map map, struct sepal_window window,
    size_t row, size_t rows, size_t columns, const float *addend, float *c) {
  kernels()->convolve(x, map, window, row, rows, columns, addend, c);
}

void sepal_winograd_convolve(
    const struct sepal_winograd *x, struct sepal_map map, struct sepal_window window, size_t row,
    size_t rows, size_t columns, float *scratch, float *y) {
  kernels()->winograd(x, map, window, row, rows, columns, scratch, y);
}

void sepal_depthwise_row(struct sepal_depthwise x, size_t row, size_t columns, float *y) {
  kernels()->depthwise_row(x, row, columns, y);
}

void sepal_max_pool_row(
    struct sepal_map map, struct sepal_window window, size_t row, size_t columns, float *y) {
  kernels()->max_pool_row(map, window, row, columns, y);
}

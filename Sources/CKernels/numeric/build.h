#include "convolution.h"
#include "depthwise.h"
#include "matrix.h"
#include "matrix_bf16.h"
#include "pairs.h"
#include "relative.h"
#include "rows.h"
#include "winograd.h"

// Every kernel, for the instruction set whose LANES, ROWS, KERNELS and NAME are defined.

static void matmul_bf16_plain(
    size_t m, size_t n, size_t k, const uint16_t *a, size_t a_row, struct sepal_right b,
    enum sepal_start start, const float *bias, float *c, size_t c_row) {
  matmul_bf16(m, n, k, a, a_row, b, start, bias, c, c_row);
}

const struct sepal_kernels KERNELS = {
    .name = NAME,
    .matmul = matmul,
    .matmul_bf16 = matmul_bf16_plain,
    .to_bf16 = to_bf16,
    .to_bf16_pairs = to_bf16_pairs,
    .gelu = gelu,
    .relu = relu,
    .relu6 = relu6,
    .exponential = exponential,
    .add = add,
    .multiply_add = multiply_add,
    .add_scaled = add_scaled,
    .layer_norm = layer_norm,
    .exp_rows = exp_rows,
    .exp_columns = exp_columns,
    .scale_rows = scale_rows,
    .walk = walk,
    .pair_distances = pair_distances,
    .pair_slopes = pair_slopes,
    .token_softmax = token_softmax,
    .token_softmax_columns = token_softmax_columns,
    .residual_norm = residual_norm,
    .residual_norm_bf16 = residual_norm_bf16,
    .add_bf16 = add_bf16,
    .transpose_bf16 = transpose_bf16,
    .exp_relative = exp_relative,
    .convolve = convolve,
    .winograd = winograd,
    .depthwise_row = depthwise_row,
    .max_pool_row = max_pool_row,
};

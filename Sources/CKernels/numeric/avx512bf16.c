#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16"))), apply_to = function)
#define LANES 16
#define ROWS 8
#define PAIRED_PRODUCT(sum, left, right) \
  (lanes)_mm512_dpbf16_ps((__m512)(sum), (__m512bh)(left), (__m512bh)(right))
#include "matrix_bf16.h"

void sepal_matmul_bf16_instruction(
    size_t m, size_t n, size_t k, const uint16_t *a, size_t a_row, struct sepal_right b,
    enum sepal_start start, const float *bias, float *c, size_t c_row) {
  matmul_bf16(m, n, k, a, a_row, b, start, bias, c, c_row);
}
#pragma clang attribute pop
#endif

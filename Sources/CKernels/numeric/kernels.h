#pragma once
#include "../include/numeric_builds.h"

// The builds that `sepal_numeric_build` chooses from.

extern const struct sepal_kernels sepal_portable;
#if defined(__x86_64__)
extern const struct sepal_kernels sepal_avx2, sepal_avx512;
extern void sepal_matmul_bf16_instruction(
    size_t m, size_t n, size_t k, const uint16_t *a, size_t a_row, struct sepal_right b,
    enum sepal_start start, const float *bias, float *c, size_t c_row);
#endif

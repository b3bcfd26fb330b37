#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq"))), apply_to = function)
#define LANES 16
#define ROWS 8
#define KERNELS sepal_avx512
#define NAME "AVX-512"
#include "build.h"
#pragma clang attribute pop
#endif

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LANES 8
#define ROWS 4
#define KERNELS sepal_avx2
#define NAME "AVX2"
#include "build.h"
#pragma clang attribute pop
#endif

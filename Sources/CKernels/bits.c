#include "ckernels.h"
#include "dispatch.h"

SEPAL_DISPATCH("avx512vpopcntdq", "avx2", "popcnt")
uint64_t sepal_popcount(const uint64_t *a, size_t n) {
  uint64_t count = 0;
  for (size_t i = 0; i < n; i++) count += (uint64_t)__builtin_popcountll(a[i]);
  return count;
}

SEPAL_DISPATCH("avx512vpopcntdq", "avx2", "popcnt")
uint64_t sepal_popcount_and(const uint64_t *a, const uint64_t *b, size_t n) {
  uint64_t count = 0;
  for (size_t i = 0; i < n; i++) count += (uint64_t)__builtin_popcountll(a[i] & b[i]);
  return count;
}

SEPAL_DISPATCH("avx512f", "avx2")
void sepal_or(uint64_t *restrict a, const uint64_t *restrict b, size_t n) {
  for (size_t i = 0; i < n; i++) a[i] |= b[i];
}

SEPAL_DISPATCH("avx512f", "avx2")
void sepal_and(uint64_t *restrict a, const uint64_t *restrict b, size_t n) {
  for (size_t i = 0; i < n; i++) a[i] &= b[i];
}

SEPAL_DISPATCH("avx512f", "avx2")
void sepal_and_not(uint64_t *restrict a, const uint64_t *restrict b, size_t n) {
  for (size_t i = 0; i < n; i++) a[i] &= ~b[i];
}

#include "ckernels.h"

// Baseline x86-64 has no population-count instruction, so the compiler's loop over it is slow there.
// A clone per feature level is chosen once, at load time. Elsewhere (Arm has the instruction in its
// baseline) the plain loop is already the fast one.
#if defined(__x86_64__) && defined(__linux__)
#define DISPATCH __attribute__((target_clones("arch=icelake-server", "avx2", "popcnt", "default")))
#else
#define DISPATCH
#endif

DISPATCH uint64_t sepal_popcount(const uint64_t *a, size_t n) {
  uint64_t count = 0;
  for (size_t i = 0; i < n; i++) count += (uint64_t)__builtin_popcountll(a[i]);
  return count;
}

DISPATCH uint64_t sepal_popcount_and(const uint64_t *a, const uint64_t *b, size_t n) {
  uint64_t count = 0;
  for (size_t i = 0; i < n; i++) count += (uint64_t)__builtin_popcountll(a[i] & b[i]);
  return count;
}

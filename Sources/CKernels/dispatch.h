#pragma once

// Baseline x86-64 has neither a population count nor wide vectors. A clone per feature level is
// chosen once, at load time. Elsewhere the plain code is already the fast one (Arm has the
// instructions in its baseline).
#if defined(__x86_64__) && defined(__linux__)
#define SEPAL_DISPATCH \
  __attribute__((target_clones("arch=icelake-server", "avx2", "popcnt", "default")))
#else
#define SEPAL_DISPATCH
#endif

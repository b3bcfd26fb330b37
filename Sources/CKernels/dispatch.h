#pragma once

// Baseline x86-64 has neither a population count nor wide vectors. A clone per feature is chosen
// once, at load time, by what the processor can do (and not by its name: `arch=` clones would be
// for one maker's models only). Elsewhere the plain code is already the fast one: Arm has the
// instructions in its baseline.
#if defined(__x86_64__) && defined(__linux__)
#define SEPAL_DISPATCH(...) __attribute__((target_clones(__VA_ARGS__, "default")))
#else
#define SEPAL_DISPATCH(...)
#endif

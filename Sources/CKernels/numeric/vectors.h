#pragma once
#include "kernels.h"

// What every kernel is written with. LANES is the number of f32 in a register of the instruction
// set that is being built for.

#define INLINE static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")

// Wide vectors pass between inlined functions only, never through a call.
#pragma clang diagnostic ignored "-Wpsabi"

/// A register of f32, and its bits.
typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4)));
typedef uint32_t lane_bits __attribute__((vector_size(4 * LANES), aligned(4)));

/// Sixteen numbers, in as many registers as that takes: what sums are kept in, so that their order
/// does not depend on the instruction set.
typedef float f16s __attribute__((vector_size(64), aligned(4)));
typedef int32_t i16s __attribute__((vector_size(64), aligned(4)));
typedef float f8s __attribute__((vector_size(32), aligned(4)));
typedef int32_t i8s __attribute__((vector_size(32), aligned(4)));

INLINE lanes all_lanes(float x) { return x - (lanes){0}; }
INLINE f16s all16(float x) { return x - (f16s){0}; }

INLINE f16s larger16(f16s a, f16s b) { return __builtin_elementwise_max(a, b); }

INLINE float sum16(f16s x) {
  f8s a = __builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7) +
          __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15);
  return ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7]));
}

INLINE float largest16(f16s x) { return __builtin_reduce_max(x); }

// e^x = 2^n · e^r with |r| ≤ ln 2 / 2, and e^r = 1 + r + r²·q(r), q the Chebyshev interpolant of
// degree 4: within 1.1e-8 relative before rounding. Below −87.3, 0; above 88.3, e^88.3.
#define EXPONENTIAL(NAME, FLOATS, INTS)                                                          \
  INLINE FLOATS NAME(FLOATS x) {                                                                 \
    const FLOATS none = {0};                                                                     \
    FLOATS bounded = __builtin_elementwise_min(                                                  \
        __builtin_elementwise_max(x, none - 87.33654f), none + 88.3f);                           \
    /* Adding 1.5·2²³ rounds to a whole number, which is then in the low bits. */                \
    FLOATS shifted = bounded * 1.44269504f + 12582912.0f;                                        \
    FLOATS whole = shifted - 12582912.0f;                                                        \
    FLOATS r = bounded - whole * 0.693145752f;                                                   \
    r = r - whole * 1.42860677e-6f;                                                              \
    FLOATS q = r * 0.00139336882f + 0.00836320501f;                                              \
    q = q * r + 0.0416664630f;                                                                   \
    q = q * r + 0.166665763f;                                                                    \
    q = q * r + 0.5f;                                                                            \
    FLOATS power = q * (r * r) + r + 1.0f;                                                       \
    INTS scaled = (INTS)power + ((INTS)shifted << 23);                                           \
    return (FLOATS)((x >= none - 87.33654f) & scaled);                                           \
  }

EXPONENTIAL(exp16, f16s, i16s)
EXPONENTIAL(exp8, f8s, i8s)

// erf t = 1 − e^(−t·g(t)) for t ≥ 0, g the Chebyshev interpolant of degree 9 of −ln(erfc t)/t on
// [0, 4]: within 1e-7. From 4 on it is 1 to f32.
INLINE f16s erf16(f16s x) {
  f16s t = __builtin_elementwise_min(__builtin_elementwise_abs(x), all16(4.0f));
  f16s g = t * 5.29481383e-7f - 1.14816212e-5f;
  g = g * t + 1.06787688e-4f;
  g = g * t - 5.40429028e-4f;
  g = g * t + 1.41516805e-3f;
  g = g * t + 1.79512499e-4f;
  g = g * t - 1.93912294e-2f;
  g = g * t + 1.02857895e-1f;
  g = g * t + 6.36609316e-1f;
  g = g * t + 1.12837934f;
  return __builtin_elementwise_copysign(1.0f - exp16(-t * g), x);
}

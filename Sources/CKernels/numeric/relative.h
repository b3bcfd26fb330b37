#include "vectors.h"

// The softmax of attention with decomposed relative positions, but for the division by the sums.

typedef uint32_t u16s_wide __attribute__((vector_size(64), aligned(4)));
typedef uint16_t u16s __attribute__((vector_size(32), aligned(2)));

/// Scales one row of scores, adds the terms, and returns the largest; columns beyond the square
/// become −infinity.
INLINE float add_terms(
    size_t side, size_t width, float scale, const float *above, const float *beside, float *x) {
  f16s most = all16(-__builtin_inff());
  for (size_t column = 0; column < width; column += 16) {
    f16s column_terms;
    for (size_t j = 0; j < 16; j++)
      column_terms[j] = column + j < side ? beside[column + j] : -__builtin_inff();
    for (size_t row = 0; row < side; row++) {
      float *to = x + row * width + column;
      f16s value = *(const f16s *)to * scale + (column_terms + above[row]);
      *(f16s *)to = value;
      most = larger16(most, value);
    }
  }
  return largest16(most);
}

/// e^(x − maximum) of `n` numbers, rounded to bf16 or where they are; returns the sum.
INLINE float exponentiate(size_t n, float maximum, float *x, uint16_t *rounded) {
  f16s total = all16(0);
  for (size_t i = 0; i < n; i += 16) {
    f16s value = exp16(*(const f16s *)(x + i) - maximum);
    if (rounded) {
      u16s_wide bits = (u16s_wide)value;
      bits = (bits + 0x7fffu + (bits >> 16 & 1)) >> 16;
      *(u16s *)(rounded + i) = __builtin_convertvector(bits, u16s);
      total += (f16s)(bits << 16);
    } else {
      *(f16s *)(x + i) = value;
      total += value;
    }
  }
  return sum16(total);
}

static void exp_relative(
    size_t rows, size_t width, struct sepal_relative relative, float *x, size_t x_row,
    uint16_t *rounded, size_t rounded_row, float *sums) {
  size_t n = relative.side * width;
  for (size_t r = 0; r < rows; r++) {
    size_t query = relative.first + r;
    const float *terms = relative.terms + r * relative.terms_row + relative.side - 1;
    const float *above = terms - query / relative.across;
    const float *beside = terms + relative.beside - query % relative.across;
    float *row = x + r * x_row;
    float maximum = add_terms(relative.side, width, relative.scale, above, beside, row);
    sums[r] = rounded ? exponentiate(n, maximum, row, rounded + r * rounded_row)
                      : exponentiate(n, maximum, row, 0);
  }
}

#include "vectors.h"

// Functions of the rows of a matrix.

INLINE uint32_t nearest_bf16(float x) {
  uint32_t bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  uint32_t rounded = (bits + 0x7fffu + (bits >> 16 & 1)) >> 16;
  return x == x ? rounded : 0x7fc0u;
}

static void to_bf16(size_t n, const float *restrict x, uint16_t *restrict y) {
  for (size_t i = 0; i < n; i++) y[i] = (uint16_t)nearest_bf16(x[i]);
}

static void to_bf16_pairs(
    size_t n, const float *restrict even, const float *restrict odd, uint16_t *restrict y) {
  for (size_t i = 0; i < n; i++) {
    uint32_t pair = nearest_bf16(even[i]) | nearest_bf16(odd[i]) << 16;
    __builtin_memcpy(y + 2 * i, &pair, sizeof pair);
  }
}

/// Calls `f` on sixteen numbers at a time; what is left goes through a padded copy.
#define FOR_SIXTEEN(n, x, f)                                              \
  size_t i = 0;                                                           \
  for (; i + 16 <= n; i += 16) *(f16s *)(x + i) = f(*(const f16s *)(x + i)); \
  if (i < n) {                                                            \
    float rest[16] = {0};                                                 \
    __builtin_memcpy(rest, x + i, (n - i) * sizeof *x);                   \
    *(f16s *)rest = f(*(const f16s *)rest);                               \
    __builtin_memcpy(x + i, rest, (n - i) * sizeof *x);                   \
  }

INLINE f16s gelu16(f16s x) { return x * 0.5f * (1.0f + erf16(x * 0.707106781f)); }
INLINE f16s relu16(f16s x) { return larger16(x, all16(0)); }
INLINE f16s relu6_16(f16s x) { return __builtin_elementwise_min(relu16(x), all16(6)); }

static void gelu(size_t n, float *x) { FOR_SIXTEEN(n, x, gelu16) }

static void relu(size_t n, float *x) { FOR_SIXTEEN(n, x, relu16) }

static void relu6(size_t n, float *x) { FOR_SIXTEEN(n, x, relu6_16) }

static void exponential(size_t n, float *x) { FOR_SIXTEEN(n, x, exp16) }

static void add(size_t n, const float *x, const float *y, float *z) {
  size_t i = 0;
  for (; i + 16 <= n; i += 16)
    *(f16s *)(z + i) = *(const f16s *)(x + i) + *(const f16s *)(y + i);
  for (; i < n; i++) z[i] = x[i] + y[i];
}

static void multiply_add(
    size_t n, const float *restrict a, const float *restrict b, float *restrict y) {
  for (size_t i = 0; i < n; i++) y[i] += a[i] * b[i];
}

static void add_scaled(size_t n, float factor, const float *restrict x, float *restrict y) {
  for (size_t i = 0; i < n; i++) y[i] += factor * x[i];
}

static void scale_rows(size_t rows, size_t n, const float *scales, float *x, size_t x_row) {
  for (size_t r = 0; r < rows; r++) {
    for (size_t i = 0; i < n; i++) x[r * x_row + i] *= scales[r];
  }
}

/// Sixteen running sums, then one; the last, partial sixteen are padded with zeros.
INLINE float sum_of(size_t n, const float *x, float mean, int squared) {
  f16s sums = all16(0);
  size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    f16s d = *(const f16s *)(x + i) - mean;
    sums += squared ? d * d : d;
  }
  float total = sum16(sums);
  for (; i < n; i++) {
    float d = x[i] - mean;
    total += squared ? d * d : d;
  }
  return total;
}

static void layer_norm(
    size_t rows, size_t n, const float *x, size_t x_row, const float *weight, const float *bias,
    float epsilon, float *y, size_t y_row) {
  for (size_t r = 0; r < rows; r++) {
    const float *from = x + r * x_row;
    float *to = y + r * y_row;
    float mean = sum_of(n, from, 0, 0) / (float)n;
    float scale = 1 / __builtin_sqrtf(sum_of(n, from, mean, 1) / (float)n + epsilon);
    for (size_t i = 0; i < n; i++) to[i] = (from[i] - mean) * scale * weight[i] + bias[i];
  }
}

/// One row of `residual_norm`: `n` is a multiple of 16 and, where it is a constant, the row stays in
/// registers. The normalised row goes to `to`, which may be
/// `from`.
INLINE void residual_row(
    size_t n, const float *from, const float *change, const float *weight, const float *bias,
    float epsilon, float *to) {
  f16s sums = all16(0);
  for (size_t i = 0; i < n; i += 16) {
    f16s value = *(const f16s *)(from + i) + *(const f16s *)(change + i);
    *(f16s *)(to + i) = value;
    sums += value;
  }
  f16s mean = all16(sum16(sums) / (float)n);
  f16s squares = all16(0);
  for (size_t i = 0; i < n; i += 16) {
    f16s value = *(const f16s *)(to + i) - mean;
    squares += value * value;
  }
  f16s scale = all16(1 / __builtin_sqrtf(sum16(squares) / (float)n + epsilon));
  for (size_t i = 0; i < n; i += 16)
    *(f16s *)(to + i) = (*(const f16s *)(to + i) - mean) * scale * *(const f16s *)(weight + i) +
                        *(const f16s *)(bias + i);
}

static void residual_norm(
    size_t rows, size_t n, const float *x, const float *delta, const float *weight,
    const float *bias, float epsilon, const float *position, float *y, float *z) {
  for (size_t r = 0; r < rows; r++) {
    float *to = y + r * n;
    residual_row(n, x + r * n, delta + r * n, weight, bias, epsilon, to);
    for (size_t i = 0; i < n; i += 16)
      *(f16s *)(z + r * n + i) = *(const f16s *)(to + i) + *(const f16s *)(position + r * n + i);
  }
}

/// Sixteen numbers as bf16, in the low halves of words.
INLINE i16s bf16_of(f16s x) {
  i16s bits = (i16s)x;
  i16s rounded = ((bits + 0x7fff + (bits >> 16 & 1)) >> 16) & 0xffff;
  i16s number = x == x;
  return (rounded & number) | (~number & 0x7fc0);
}

typedef uint16_t u16s __attribute__((vector_size(32), aligned(2)));

INLINE void store_bf16(uint16_t *to, f16s x) {
  *(u16s *)to = __builtin_convertvector(bf16_of(x), u16s);
}

static void residual_norm_bf16(
    size_t rows, size_t n, const float *x, const float *delta, const float *weight,
    const float *bias, float epsilon, const float *position, float *y, uint16_t *z,
    uint16_t *pairs) {
  for (size_t r = 0; r < rows; r++) {
    float *to = y + r * n;
    residual_row(n, x + r * n, delta + r * n, weight, bias, epsilon, to);
    for (size_t i = 0; i < n; i += 16) {
      f16s value = *(const f16s *)(to + i);
      store_bf16(z + r * n + i, value + *(const f16s *)(position + r * n + i));
      if (r % 2 == 0) continue;
      i16s even = bf16_of(*(const f16s *)(to - n + i));
      *(i16s *)(pairs + (r - 1) * n + 2 * i) = even | bf16_of(value) << 16;
    }
  }
}

static void add_bf16(size_t n, const float *x, const float *y, uint16_t *z) {
  for (size_t i = 0; i < n; i += 16)
    store_bf16(z + i, *(const f16s *)(x + i) + *(const f16s *)(y + i));
}

static void transpose_bf16(
    size_t rows, size_t n, const float *x, size_t x_row, uint16_t *y, size_t y_row) {
  for (size_t r = 0; r < rows; r += 16) {
    for (size_t j = 0; j < n; j += 16) {
      uint16_t block[16][16];
      for (size_t k = 0; k < 16; k++)
        store_bf16(block[k], r + k < rows ? *(const f16s *)(x + (r + k) * x_row + j) : all16(0));
      for (size_t k = 0; k < 16; k++) {
        uint16_t *to = y + (j + k) * y_row + r;
        for (size_t m = 0; m < 16; m++) to[m] = block[m][k];
      }
    }
  }
}

static void exp_rows(size_t rows, size_t n, size_t padded, float *x, size_t x_row, float *sums) {
  for (size_t r = 0; r < rows; r++) {
    float *row = x + r * x_row;
    f16s most = all16(-__builtin_inff());
    size_t i = 0;
    for (; i + 16 <= n; i += 16) most = larger16(most, *(const f16s *)(row + i));
    float maximum = largest16(most);
    for (size_t j = i; j < n; j++) maximum = row[j] > maximum ? row[j] : maximum;
    f16s total = all16(0);
    for (i = 0; i + 16 <= n; i += 16) {
      f16s value = exp16(*(const f16s *)(row + i) - maximum);
      *(f16s *)(row + i) = value;
      total += value;
    }
    if (i < n) {
      float rest[16];
      for (size_t j = 0; j < 16; j++) rest[j] = i + j < n ? row[i + j] : -__builtin_inff();
      f16s value = exp16(*(const f16s *)rest - maximum);
      total += value;
      __builtin_memcpy(row + i, &value, (n - i) * sizeof *row);
    }
    sums[r] = sum16(total);
    for (size_t j = n; j < padded; j++) row[j] = 0;
  }
}

static void exp_columns(
    size_t rows, size_t n, float *x, size_t x_row, float *maxima, float *sums, float *factors) {
  for (size_t j = 0; j < n; j += 16) {
    f16s before = *(const f16s *)(maxima + j), most = before;
    for (size_t r = 0; r < rows; r++) most = larger16(most, *(const f16s *)(x + r * x_row + j));
    f16s factor = exp16(before - most), total = *(const f16s *)(sums + j) * factor;
    for (size_t r = 0; r < rows; r++) {
      f16s value = exp16(*(const f16s *)(x + r * x_row + j) - most);
      *(f16s *)(x + r * x_row + j) = value;
      total += value;
    }
    *(f16s *)(maxima + j) = most;
    *(f16s *)(sums + j) = total;
    *(f16s *)(factors + j) = factor;
  }
}

static void token_softmax(size_t rows, size_t tokens, float *x, size_t x_row) {
  for (size_t r = 0; r < rows; r++) {
    float *row = x + r * x_row;
    f8s most = {0};
    for (size_t j = 0; j < tokens; j++)
      most = __builtin_elementwise_max(most, *(const f8s *)(row + 8 * j));
    f8s total = exp8(-most);
    for (size_t j = 0; j < tokens; j++) {
      f8s value = exp8(*(const f8s *)(row + 8 * j) - most);
      *(f8s *)(row + 8 * j) = value;
      total += value;
    }
    f8s scale = 1.0f / total;
    for (size_t j = 0; j < tokens; j++) *(f8s *)(row + 8 * j) *= scale;
    if (tokens % 2) *(f8s *)(row + 8 * tokens) = (f8s){0};
  }
}

static void token_softmax_columns(size_t pixels, size_t tokens, float *x, size_t x_row) {
  for (size_t head = 0; head < 8; head++) {
    for (size_t i = 0; i < pixels; i += 16) {
      float *first = x + head * x_row + i;
      f16s most = all16(0);
      for (size_t j = 0; j < tokens; j++)
        most = larger16(most, *(const f16s *)(first + 8 * j * x_row));
      f16s total = exp16(-most);
      for (size_t j = 0; j < tokens; j++) {
        f16s value = exp16(*(const f16s *)(first + 8 * j * x_row) - most);
        *(f16s *)(first + 8 * j * x_row) = value;
        total += value;
      }
      f16s scale = 1.0f / total;
      for (size_t j = 0; j < tokens; j++) *(f16s *)(first + 8 * j * x_row) *= scale;
    }
  }
}

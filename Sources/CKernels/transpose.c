// Row-major bits to column-major bits, in blocks of 64×64.

#include <stdbool.h>
#include <string.h>

#include "ckernels.h"
#include "dispatch.h"

/// The `n` (1 to 64) bits from bit `at` on, as the low bits of a word.
static inline uint64_t bits_at(const uint64_t *words, size_t at, size_t n) {
  const size_t word = at / 64, shift = at % 64;
  uint64_t bits = words[word] >> shift;
  if (shift + n > 64) bits |= words[word + 1] << (64 - shift);
  return n == 64 ? bits : bits & (((uint64_t)1 << n) - 1);
}

/// Sets the bits of `bits`, of which only the low `n` may be set, from bit `at` on.
static inline void set_bits_at(uint64_t *words, size_t at, size_t n, uint64_t bits) {
  const size_t word = at / 64, shift = at % 64;
  words[word] |= bits << shift;
  if (shift + n > 64) words[word + 1] |= bits >> (64 - shift);
}

/// Swaps off-diagonal blocks of 32, 16, … 1 bits: H. S. Warren, Hacker's Delight, section 7-3, with
/// the lowest bit first.
static inline void transpose_block(uint64_t block[64]) {
  uint64_t low = 0x00000000FFFFFFFFu;
  for (size_t half = 32; half != 0; half >>= 1, low ^= low << half) {
    for (size_t first = 0; first < 64; first += 2 * half) {
      for (size_t i = first; i < first + half; i++) {
        const uint64_t swapped = (block[i] >> half ^ block[i + half]) & low;
        block[i] ^= swapped << half;
        block[i + half] ^= swapped;
      }
    }
  }
}

SEPAL_DISPATCH("avx512bw", "avx2")
void sepal_transpose(
    const uint64_t *source, size_t width, size_t height, uint64_t *target) {
  memset(target, 0, (width * height + 63) / 64 * 8);
  for (size_t top = 0; top < height; top += 64) {
    const size_t rows = height - top < 64 ? height - top : 64;
    for (size_t left = 0; left < width; left += 64) {
      const size_t columns = width - left < 64 ? width - left : 64;
      uint64_t block[64] = {0}, any = 0;
      for (size_t y = 0; y < rows; y++) {
        block[y] = bits_at(source, (top + y) * width + left, columns);
        any |= block[y];
      }
      // Most masks are small: most blocks are empty.
      if (any == 0) continue;
      transpose_block(block);
      for (size_t x = 0; x < columns; x++) {
        set_bits_at(target, (left + x) * height + top, rows, block[x]);
      }
    }
  }
}

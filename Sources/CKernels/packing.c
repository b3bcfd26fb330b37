// Between one byte and one bit per pixel. Comparisons of 64 bytes become 64 bits at once; the
// compiler turns the conversion into the machine's mask instructions.

#include <stdbool.h>
#include <string.h>

#include "ckernels.h"
#include "dispatch.h"

typedef uint8_t bytes64 __attribute__((ext_vector_type(64)));
typedef bool bits64 __attribute__((ext_vector_type(64)));

SEPAL_DISPATCH("avx512bw", "avx2")
void sepal_pack_equal(
    const uint8_t *values, size_t n, uint8_t value, uint64_t *words) {
  const bytes64 wanted = (bytes64)value;
  size_t i = 0;
  for (; i + 64 <= n; i += 64) {
    bytes64 block;
    memcpy(&block, values + i, 64);
    const bits64 bits = __builtin_convertvector(block == wanted, bits64);
    memcpy(words + i / 64, &bits, 8);
  }
  if (i == n) return;
  uint64_t last = 0;
  for (size_t bit = 0; i + bit < n; bit++) last |= (uint64_t)(values[i + bit] == value) << bit;
  words[i / 64] = last;
}

SEPAL_DISPATCH("avx512bw", "avx2")
void sepal_unpack(
    const uint64_t *words, size_t n, uint8_t clear, uint8_t set, uint8_t *values) {
  const bytes64 zeros = (bytes64)clear, ones = (bytes64)set;
  size_t i = 0;
  for (; i + 64 <= n; i += 64) {
    bits64 bits;
    memcpy(&bits, words + i / 64, 8);
    const bytes64 mask = -__builtin_convertvector(bits, bytes64);
    const bytes64 block = (mask & ones) | (~mask & zeros);
    memcpy(values + i, &block, 64);
  }
  for (; i < n; i++) values[i] = words[i / 64] >> (i & 63) & 1 ? set : clear;
}

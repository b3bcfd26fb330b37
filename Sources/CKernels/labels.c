#include <string.h>

#include "ckernels.h"

// Labels come in runs: a run is measured 64 pixels at a time, then eight, then one, and counted once.

static uint64_t eight(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

static uint64_t repeated(uint8_t byte) { return byte * UINT64_C(0x0101010101010101); }

/// The bits by which any of 64 bytes differ from `same`; a loop that compilers make vectors of.
static uint64_t difference(const uint8_t *bytes, uint64_t same) {
  uint64_t bits = 0;
  for (size_t k = 0; k < 64; k += 8) bits |= eight(bytes + k) ^ same;
  return bits;
}

void sepal_label_histogram(const uint8_t *labels, size_t n, uint64_t *counts) {
  size_t i = 0;
  while (i < n) {
    const uint8_t label = labels[i];
    const uint64_t same = repeated(label);
    const size_t start = i++;
    while (i + 64 <= n && difference(labels + i, same) == 0) i += 64;
    while (i + 8 <= n && eight(labels + i) == same) i += 8;
    while (i < n && labels[i] == label) i++;
    counts[label] += i - start;
  }
}

void sepal_pair_histogram(const uint8_t *a, const uint8_t *b, size_t n, uint64_t *counts) {
  size_t i = 0;
  while (i < n) {
    const uint8_t first = a[i], second = b[i];
    const uint64_t firsts = repeated(first), seconds = repeated(second);
    const size_t start = i++;
    while (i + 64 <= n && (difference(a + i, firsts) | difference(b + i, seconds)) == 0) i += 64;
    while (i + 8 <= n && eight(a + i) == firsts && eight(b + i) == seconds) i += 8;
    while (i < n && a[i] == first && b[i] == second) i++;
    counts[(size_t)first << 8 | second] += i - start;
  }
}

#include "ckernels.h"

#include <string.h>

// Labels come in runs along a row, so eight neighbours are compared with the current label at once
// and counted together; only where a run ends are pixels looked at one by one.

static uint64_t eight(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

void sepal_label_histogram(const uint8_t *labels, size_t n, uint64_t *counts) {
  memset(counts, 0, 256 * sizeof *counts);
  size_t i = 0;
  while (i < n) {
    const uint8_t label = labels[i];
    const uint64_t splat = label * 0x0101010101010101u;
    const size_t start = i++;
    while (i + 8 <= n && eight(labels + i) == splat) i += 8;
    while (i < n && labels[i] == label) i++;
    counts[label] += i - start;
  }
}

void sepal_pair_histogram(const uint8_t *a, const uint8_t *b, size_t n, uint32_t *counts) {
  memset(counts, 0, 65536 * sizeof *counts);
  size_t i = 0;
  while (i < n) {
    const uint8_t x = a[i], y = b[i];
    const uint64_t splat_x = x * 0x0101010101010101u, splat_y = y * 0x0101010101010101u;
    const size_t start = i++;
    while (i + 8 <= n && eight(a + i) == splat_x && eight(b + i) == splat_y) i += 8;
    while (i < n && a[i] == x && b[i] == y) i++;
    counts[(size_t)x << 8 | y] += (uint32_t)(i - start);
  }
}

#pragma once
#include <stddef.h>
#include <stdint.h>

// PNG in memory, through libpng. libpng reports errors by longjmp; every jump starts and ends
// inside this module, so callers see status values only. No function keeps a pointer it was given.

typedef enum {
  SEPAL_PNG_OK = 0,
  /// The bytes end before the image does.
  SEPAL_PNG_TRUNCATED,
  /// libpng refused the bytes; `message` says why.
  SEPAL_PNG_CORRUPT,
  SEPAL_PNG_OUT_OF_MEMORY,
  /// Only of `sepal_png_decode_plain`: not the plain form, or damaged. Ask `sepal_png_decode`.
  SEPAL_PNG_NOT_PLAIN,
} sepal_png_status;

/// Room for a message, its terminating zero included.
enum { SEPAL_PNG_MESSAGE = 96 };
/// Room for a palette of 256 RGB entries.
enum { SEPAL_PNG_PALETTE = 768 };

/// Decodes to the file's own samples, `channels` per pixel, row-major without padding: one byte
/// each, values below 8 bits unscaled; two bytes each, the high one first, at 16 bits.
/// `samples` holds `row_bytes * height` bytes; a file whose rows have another length is refused.
/// `palette` holds SEPAL_PNG_PALETTE bytes and receives `*palette_bytes` of them (0 without PLTE).
sepal_png_status sepal_png_decode(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, size_t row_bytes,
    uint8_t *samples, uint8_t *palette, size_t *palette_bytes, char *message);

/// The same for the plain form (8-bit grey or palette, not interlaced) several times faster:
/// inflated at once and unfiltered in place. All checksums are verified. `buffer` holds
/// sepal_png_plain_buffer(width, height) bytes, of which the first `width * height` are the samples in
/// the end. Where it answers anything but SEPAL_PNG_OK the contents are unspecified.
sepal_png_status sepal_png_decode_plain(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *buffer,
    uint8_t *palette, size_t *palette_bytes);

/// A row above the first, then each row with its filter byte.
static inline size_t sepal_png_plain_buffer(uint32_t width, uint32_t height) {
  return width + ((size_t)width + 1) * height;
}

typedef enum {
  /// libpng's choice of filter per row, or none below 8 bits and with a palette.
  SEPAL_PNG_GENERAL = 0,
  /// Long runs of one value: every row stored as differences to its left, runs only.
  SEPAL_PNG_RUNS,
} sepal_png_strategy;

/// What to encode. `samples` has one byte per sample, `channels` per pixel, row-major; values below
/// 8 bits are not scaled. `palette` is RGB triples or null, `alpha` one byte per entry or null.
typedef struct {
  uint32_t width, height;
  /// As IHDR has them.
  int bit_depth, color_type;
  const uint8_t *samples;
  size_t row_bytes;
  const uint8_t *palette;
  int palette_entries;
  const uint8_t *alpha;
  int alpha_entries;
  /// zlib's, 0 to 9.
  int level;
  sepal_png_strategy strategy;
} sepal_png_source;

/// Encodes into a new buffer, to be released with `sepal_png_release`. The bytes depend on nothing
/// but `source` and the versions of libpng and zlib.
sepal_png_status sepal_png_encode(
    const sepal_png_source *source, uint8_t **bytes, size_t *count, char *message);

void sepal_png_release(uint8_t *bytes);

/// The version of libpng in use, a string of static storage.
const char *sepal_png_library_version(void);

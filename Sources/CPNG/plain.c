// The plain form of PNG, which masks and label maps come in: one 8-bit sample per pixel, not
// interlaced. Mask folders hold a hundred such files per image, and libpng spends most of its
// time on them copying runs byte by byte; here the whole stream is inflated at once and rows that
// are nearly all zero differences are undone 16 bytes at a time.

#include <libdeflate.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cpng.h"

typedef struct {
  const uint8_t *data;
  size_t length;
} slice;

typedef struct {
  slice palette;
  /// The IDAT chunks' contents, where there is one chunk only: a slice of the file.
  slice stream;
  size_t stream_length;
  int stream_chunks;
} layout;

static uint32_t big_endian(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

enum { SIGNATURE = 8, HEADER_END = 33, CHUNK_OVERHEAD = 12 };

/// The chunk at `*position`, checksum verified; moves past it.
static bool next_chunk(
    const uint8_t *bytes, size_t count, size_t *position, const uint8_t **type, slice *content) {
  if (count - *position < CHUNK_OVERHEAD) return false;
  const uint8_t *chunk = bytes + *position;
  const size_t length = big_endian(chunk);
  if (length > count - *position - CHUNK_OVERHEAD) return false;
  if (libdeflate_crc32(0, chunk + 4, length + 4) != big_endian(chunk + 8 + length)) return false;
  *type = chunk + 4;
  *content = (slice){chunk + 8, length};
  *position += length + CHUNK_OVERHEAD;
  return true;
}

/// Whether a chunk of this name may be skipped: four letters, the first one small.
static bool is_ancillary(const uint8_t *type) {
  for (int i = 0; i < 4; i++) {
    const uint8_t letter = type[i] | 0x20;
    if (letter < 'a' || letter > 'z') return false;
  }
  return type[0] & 0x20;
}

/// Finds palette and stream; false for anything that is not the usual order of chunks.
static bool find_layout(const uint8_t *bytes, size_t count, layout *found) {
  size_t position = SIGNATURE;
  const uint8_t *type;
  slice content;
  bool stream_ended = false;
  *found = (layout){0};
  if (!next_chunk(bytes, count, &position, &type, &content) || position != HEADER_END) return false;
  while (next_chunk(bytes, count, &position, &type, &content)) {
    if (memcmp(type, "IDAT", 4) == 0) {
      if (stream_ended) return false;
      if (found->stream_chunks == 0) found->stream = content;
      found->stream_chunks += 1;
      found->stream_length += content.length;
      continue;
    }
    stream_ended = found->stream_chunks > 0;
    if (memcmp(type, "IEND", 4) == 0) return stream_ended && content.length == 0;
    if (memcmp(type, "PLTE", 4) == 0) {
      const bool fits = content.length > 0 && content.length <= SEPAL_PNG_PALETTE &&
                        content.length % 3 == 0;
      if (stream_ended || found->palette.data || !fits) return false;
      found->palette = content;
    } else if (!is_ancillary(type)) {
      return false;
    }
  }
  return false;
}

/// Copies the contents of all IDAT chunks, whose layout has been checked, one after the other.
static void gather_stream(const uint8_t *bytes, const layout *found, uint8_t *stream) {
  const uint8_t *chunk = found->stream.data - 8;
  for (int i = 0; i < found->stream_chunks; i++) {
    const size_t length = big_endian(chunk);
    memcpy(stream, chunk + 8, length);
    stream += length;
    chunk += length + CHUNK_OVERHEAD;
  }
}

// The rows are unfiltered in place: `row` is `raw` or earlier in the same buffer, by at least a
// byte, and may be `above`. Every function reads what it needs of a pixel before writing it.

static void undo_left(const uint8_t *raw, uint8_t *row, size_t width) {
  uint8_t left = 0;
  size_t x = 0;
  for (; x + 16 <= width; x += 16) {
    uint64_t lanes[2];
    memcpy(lanes, raw + x, 16);
    if ((lanes[0] | lanes[1]) == 0) {
      memset(row + x, left, 16);
    } else {
      for (size_t i = x; i < x + 16; i++) row[i] = left = (uint8_t)(left + raw[i]);
    }
  }
  for (; x < width; x++) row[x] = left = (uint8_t)(left + raw[x]);
}

static void undo_up(const uint8_t *raw, const uint8_t *above, uint8_t *row, size_t width) {
  typedef uint8_t bytes16 __attribute__((ext_vector_type(16)));
  size_t x = 0;
  for (; x + 16 <= width; x += 16) {
    bytes16 difference, pixels;
    memcpy(&difference, raw + x, 16);
    memcpy(&pixels, above + x, 16);
    pixels += difference;
    memcpy(row + x, &pixels, 16);
  }
  for (; x < width; x++) row[x] = (uint8_t)(raw[x] + above[x]);
}

static void undo_average(const uint8_t *raw, const uint8_t *above, uint8_t *row, size_t width) {
  uint8_t left = 0;
  for (size_t x = 0; x < width; x++) row[x] = left = (uint8_t)(raw[x] + (left + above[x]) / 2);
}

static void undo_paeth(const uint8_t *raw, const uint8_t *above, uint8_t *row, size_t width) {
  int left = 0, corner = 0;
  for (size_t x = 0; x < width; x++) {
    const int up = above[x];
    const int to_left = abs(up - corner), to_up = abs(left - corner);
    const int to_corner = abs(left + up - 2 * corner);
    const int nearest = to_left <= to_up && to_left <= to_corner ? left
                        : to_up <= to_corner                     ? up
                                                                 : corner;
    left = (uint8_t)(raw[x] + nearest);
    corner = up;
    row[x] = (uint8_t)left;
  }
}

/// `buffer` holds `width` zeros, which stand for the row above the first, then `height` rows of a
/// filter byte and `width` bytes; they become `height` rows of pixels from its start on.
static bool undo_filters(uint8_t *buffer, size_t width, size_t height) {
  const uint8_t *filtered = buffer + width, *above = buffer;
  for (size_t y = 0; y < height; y++, filtered += width + 1) {
    const uint8_t *raw = filtered + 1;
    uint8_t *row = buffer + y * width;
    switch (filtered[0]) {
      case 0: memmove(row, raw, width); break;
      case 1: undo_left(raw, row, width); break;
      case 2: undo_up(raw, above, row, width); break;
      case 3: undo_average(raw, above, row, width); break;
      case 4: undo_paeth(raw, above, row, width); break;
      default: return false;
    }
    above = row;
  }
  return true;
}

/// Inflates and unfilters; `stream` is the whole zlib stream, whose Adler-32 is verified.
static bool decode_stream(slice stream, uint8_t *buffer, size_t width, size_t height) {
  struct libdeflate_decompressor *inflater = libdeflate_alloc_decompressor();
  if (!inflater) return false;
  const size_t expected = (width + 1) * height;
  size_t produced = 0;
  memset(buffer, 0, width);
  const enum libdeflate_result result = libdeflate_zlib_decompress(
      inflater, stream.data, stream.length, buffer + width, expected, &produced);
  libdeflate_free_decompressor(inflater);
  return result == LIBDEFLATE_SUCCESS && produced == expected &&
         undo_filters(buffer, width, height);
}

sepal_png_status sepal_png_decode_plain(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *buffer,
    uint8_t *palette, size_t *palette_bytes) {
  layout found;
  if (!find_layout(bytes, count, &found)) return SEPAL_PNG_NOT_PLAIN;
  const bool has_palette = bytes[25] == 3;
  if (has_palette != (found.palette.data != NULL)) return SEPAL_PNG_NOT_PLAIN;
  if (has_palette) memcpy(palette, found.palette.data, found.palette.length);
  *palette_bytes = found.palette.length;

  if (found.stream_chunks == 1) {
    return decode_stream(found.stream, buffer, width, height) ? SEPAL_PNG_OK : SEPAL_PNG_NOT_PLAIN;
  }
  uint8_t *stream = malloc(found.stream_length + 1);
  if (!stream) return SEPAL_PNG_NOT_PLAIN;
  gather_stream(bytes, &found, stream);
  const bool decoded = decode_stream((slice){stream, found.stream_length}, buffer, width, height);
  free(stream);
  return decoded ? SEPAL_PNG_OK : SEPAL_PNG_NOT_PLAIN;
}

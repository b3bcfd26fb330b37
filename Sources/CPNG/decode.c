#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include "cpng.h"

typedef struct {
  const uint8_t *bytes;
  size_t count, position;
  png_structp png;
  png_infop info;
  jmp_buf jump;
  sepal_png_status status;
  char *message;
} reader;

static _Noreturn void on_error(png_structp png, png_const_charp text) {
  reader *r = png_get_error_ptr(png);
  if (r->status == SEPAL_PNG_OK) r->status = SEPAL_PNG_CORRUPT;
  snprintf(r->message, SEPAL_PNG_MESSAGE, "%s", text);
  longjmp(r->jump, 1);
}

// What libpng only warns of does not change the pixels that Sepal takes.
static void on_warning(png_structp png, png_const_charp text) { (void)png, (void)text; }

static void on_read(png_structp png, png_bytep out, size_t wanted) {
  reader *r = png_get_io_ptr(png);
  if (wanted > r->count - r->position) {
    r->status = SEPAL_PNG_TRUNCATED;
    png_error(png, "the data end early");
  }
  memcpy(out, r->bytes + r->position, wanted);
  r->position += wanted;
}

// Text, profiles and times are skipped unread: their compressed forms are a way to ask for memory.
static void ignore_ancillary_chunks(png_structp png) {
#ifdef PNG_SET_UNKNOWN_CHUNKS_SUPPORTED
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
#else
  (void)png;
#endif
}

static void read_palette(reader *r, uint8_t *palette, size_t *palette_bytes) {
  png_colorp colors;
  int entries = 0;
  *palette_bytes = 0;
  if (!png_get_PLTE(r->png, r->info, &colors, &entries)) return;
  for (int i = 0; i < entries && i < SEPAL_PNG_PALETTE / 3; i++) {
    palette[3 * i] = colors[i].red;
    palette[3 * i + 1] = colors[i].green;
    palette[3 * i + 2] = colors[i].blue;
    *palette_bytes += 3;
  }
}

// Holds no local that changes after setjmp, so none is indeterminate after a jump.
static void read_guarded(
    reader *r, uint32_t width, uint32_t height, size_t row_bytes, uint8_t *samples,
    uint8_t *palette, size_t *palette_bytes) {
  if (setjmp(r->jump)) return;
  r->info = png_create_info_struct(r->png);
  if (!r->info) png_error(r->png, "out of memory");
  png_set_read_fn(r->png, r, on_read);
  png_set_user_limits(r->png, width, height);
  ignore_ancillary_chunks(r->png);
  png_read_info(r->png, r->info);
  png_set_packing(r->png);
  const int passes = png_set_interlace_handling(r->png);
  png_read_update_info(r->png, r->info);
  if (png_get_image_width(r->png, r->info) != width ||
      png_get_image_height(r->png, r->info) != height ||
      png_get_rowbytes(r->png, r->info) != row_bytes) {
    png_error(r->png, "the header contradicts itself");
  }
  for (int pass = 0; pass < passes; pass++) {
    for (uint32_t y = 0; y < height; y++) {
      png_read_row(r->png, samples + (size_t)y * row_bytes, NULL);
    }
  }
  read_palette(r, palette, palette_bytes);
  png_read_end(r->png, NULL);
}

sepal_png_status sepal_png_decode(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, size_t row_bytes,
    uint8_t *samples, uint8_t *palette, size_t *palette_bytes, char *message) {
  reader r = {.bytes = bytes, .count = count, .status = SEPAL_PNG_OK, .message = message};
  message[0] = 0;
  // libpng jumps out of its own guard when it cannot make the struct, and answers null.
  r.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &r, on_error, on_warning);
  if (!r.png) return SEPAL_PNG_OUT_OF_MEMORY;
  read_guarded(&r, width, height, row_bytes, samples, palette, palette_bytes);
  png_destroy_read_struct(&r.png, &r.info, NULL);
  return r.status;
}

const char *sepal_png_library_version(void) { return png_get_libpng_ver(NULL); }

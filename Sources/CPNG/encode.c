#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "cpng.h"

typedef struct {
  uint8_t *bytes;
  size_t count, capacity;
  png_structp png;
  png_infop info;
  jmp_buf jump;
  sepal_png_status status;
  char *message;
} writer;

static _Noreturn void on_error(png_structp png, png_const_charp text) {
  writer *w = png_get_error_ptr(png);
  if (w->status == SEPAL_PNG_OK) w->status = SEPAL_PNG_CORRUPT;
  snprintf(w->message, SEPAL_PNG_MESSAGE, "%s", text);
  longjmp(w->jump, 1);
}

static void on_warning(png_structp png, png_const_charp text) { (void)png, (void)text; }

static void on_write(png_structp png, png_bytep data, size_t length) {
  writer *w = png_get_io_ptr(png);
  if (length > w->capacity - w->count) {
    size_t capacity = 2 * w->capacity + length + 4096;
    uint8_t *bytes = realloc(w->bytes, capacity);
    if (!bytes) {
      w->status = SEPAL_PNG_OUT_OF_MEMORY;
      png_error(png, "out of memory");
    }
    w->bytes = bytes;
    w->capacity = capacity;
  }
  memcpy(w->bytes + w->count, data, length);
  w->count += length;
}

static void on_flush(png_structp png) { (void)png; }

static void set_colours(writer *w, const sepal_png_source *source) {
  png_color colors[256];
  if (source->palette) {
    for (int i = 0; i < source->palette_entries; i++) {
      colors[i].red = source->palette[3 * i];
      colors[i].green = source->palette[3 * i + 1];
      colors[i].blue = source->palette[3 * i + 2];
    }
    png_set_PLTE(w->png, w->info, colors, source->palette_entries);
  }
  if (source->alpha) png_set_tRNS(w->png, w->info, source->alpha, source->alpha_entries, NULL);
}

static void set_compression(writer *w, const sepal_png_source *source) {
  png_set_compression_level(w->png, source->level);
  if (source->strategy == SEPAL_PNG_RUNS) {
    png_set_filter(w->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
    png_set_compression_strategy(w->png, Z_RLE);
  }
}

// Holds no local that changes after setjmp, so none is indeterminate after a jump.
static void write_guarded(writer *w, const sepal_png_source *source) {
  if (setjmp(w->jump)) return;
  w->info = png_create_info_struct(w->png);
  if (!w->info) png_error(w->png, "out of memory");
  png_set_write_fn(w->png, w, on_write, on_flush);
  png_set_IHDR(
      w->png, w->info, source->width, source->height, source->bit_depth, source->color_type,
      PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
  set_colours(w, source);
  set_compression(w, source);
  png_write_info(w->png, w->info);
  png_set_packing(w->png);
  for (uint32_t y = 0; y < source->height; y++) {
    png_write_row(w->png, source->samples + (size_t)y * source->row_bytes);
  }
  png_write_end(w->png, NULL);
}

sepal_png_status sepal_png_encode(
    const sepal_png_source *source, uint8_t **bytes, size_t *count, char *message) {
  writer w = {.status = SEPAL_PNG_OK, .message = message};
  message[0] = 0;
  *bytes = NULL;
  *count = 0;
  w.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &w, on_error, on_warning);
  if (!w.png) return SEPAL_PNG_OUT_OF_MEMORY;
  write_guarded(&w, source);
  png_destroy_write_struct(&w.png, &w.info);
  if (w.status == SEPAL_PNG_OK) {
    *bytes = w.bytes;
    *count = w.count;
  } else {
    free(w.bytes);
  }
  return w.status;
}

void sepal_png_release(uint8_t *bytes) { free(bytes); }

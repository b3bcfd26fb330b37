// The permutohedral lattice.
// Source: A. Adams, J. Baek, M. A. Davis, "Fast high-dimensional filtering using the permutohedral
// lattice", 2010.

#include "dispatch.h"
#include "lattice.h"

// A fused product would round once where others round twice: no label may depend on the processor.
#pragma STDC FP_CONTRACT OFF

#define LANES 4
#include "numeric/vectors.h"

typedef int64_t l16s __attribute__((vector_size(128), aligned(8)));
typedef float f4s __attribute__((vector_size(16), aligned(4)));
typedef float f2s __attribute__((vector_size(8), aligned(4)));

enum { most_corners = 6 };

/// Sixteen points: the lattice point of remainder 0 nearest to each, in units of `corners`, what is
/// left to the point itself, and the ranks of that among its coordinates, the largest first.
struct simplices {
  i16s whole[most_corners], rank[most_corners];
  f16s rest[most_corners];
};

/// Points on the plane where coordinates add up to 0, scaled so that a blur along every axis is a
/// Gaussian of deviation 1.
INLINE void elevate(
    const size_t corners, const float *scales, const float *features, size_t row,
    f16s *elevated) {
  f16s sum = all16(0);
  for (size_t j = corners - 1; j > 0; j--) {
    f16s scaled = *(const f16s *)(features + (j - 1) * row) * scales[j - 1];
    elevated[j] = sum - scaled * (float)j;
    sum += scaled;
  }
  elevated[0] = sum;
}

INLINE void find_simplices(const size_t corners, const f16s *elevated, struct simplices *found) {
  const float side = (float)corners;
  i16s excess = {0};
  for (size_t i = 0; i < corners; i++) {
    f16s rounded = __builtin_elementwise_roundeven(elevated[i] * (1.0f / side));
    found->rest[i] = elevated[i] - rounded * side;
    found->whole[i] = __builtin_convertvector(rounded, i16s);
    excess += found->whole[i];
  }
  // Of equal rests the first ranks first.
  for (size_t i = 0; i < corners; i++) found->rank[i] = excess;
  for (size_t i = 0; i < corners - 1; i++) {
    for (size_t j = i + 1; j < corners; j++) {
      i16s less = found->rest[i] < found->rest[j];
      found->rank[i] -= less;
      found->rank[j] += 1 + less;
    }
  }
  // Rounding may have left the plane: back to it by the coordinates that were rounded the farthest.
  for (size_t i = 0; i < corners; i++) {
    i16s low = found->rank[i] < 0, high = found->rank[i] >= (int32_t)corners;
    i16s turns = high - low;
    found->rank[i] += turns * (int32_t)corners;
    found->whole[i] += turns;
    found->rest[i] -= __builtin_convertvector(turns, f16s) * side;
  }
}

/// The rest of rank `rank`.
INLINE f16s ranked_rest(const size_t corners, const struct simplices *found, size_t rank) {
  f16s rest = all16(0);
  for (size_t i = 0; i < corners; i++)
    rest += (f16s)((found->rank[i] == (int32_t)rank) & (i16s)found->rest[i]);
  return rest;
}

/// What `corners` steps of the coordinate of rank `rank` add to a name.
INLINE l16s ranked_step(
    const size_t corners, const struct simplices *found, const int64_t *strides, size_t rank) {
  l16s step = {0};
  for (size_t i = 0; i < corners - 1; i++)
    step += __builtin_convertvector(found->rank[i] == (int32_t)rank, l16s) &
            (strides[i] * (int64_t)corners);
  return step;
}

INLINE void embed(
    const size_t corners, struct sepal_embedding embedding, size_t n, const float *features,
    size_t row, size_t first, size_t shift, float *weights, uint64_t *names) {
  const float part = 1.0f / (float)corners;
  int64_t along_all = 0;
  for (size_t i = 0; i < corners - 1; i++) along_all += embedding.strides[i];
  for (size_t start = 0; start < n; start += 16) {
    f16s elevated[most_corners];
    struct simplices found;
    elevate(corners, embedding.scales, features + start, row, elevated);
    find_simplices(corners, elevated, &found);
    l16s name = (l16s){0} - embedding.origin;
    for (size_t i = 0; i < corners - 1; i++)
      name += __builtin_convertvector(found.whole[i], l16s) *
              (embedding.strides[i] * (int64_t)corners);
    // The vertex of remainder c is one step along all axes from the one before, and `corners` back along
    // the axis of rank corners − c; weights are barycentric coordinates.
    f16s before = ranked_rest(corners, &found, 0), last = before;
    for (size_t c = 0; c < corners; c++) {
      f16s own = ranked_rest(corners, &found, corners - 1 - c);
      f16s weight = c == 0 ? (own - last) * part + 1.0f : (own - before) * part;
      before = own;
      if (c > 0) name += along_all - ranked_step(corners, &found, embedding.strides, corners - c);
      for (size_t i = 0; i < 16 && start + i < n; i++) {
        const size_t place = (start + i) * corners + c;
        weights[place] = weight[i];
        names[place] = (uint64_t)name[i] << shift | (first + place);
      }
    }
  }
}

SEPAL_DISPATCH("avx512bw", "avx2")
void sepal_lattice_embed(
    struct sepal_embedding embedding, size_t n, const float *features, size_t row, size_t first,
    size_t shift, float *weights, uint64_t *names) {
  if (embedding.corners == 3)
    embed(3, embedding, n, features, row, first, shift, weights, names);
  else if (embedding.corners == 6)
    embed(6, embedding, n, features, row, first, shift, weights, names);
}

/// Calls FUNCTION with the number of corners and the type of a point's values, both constants; values
/// of more than four channels are so many eights.
#define BY_SHAPE(FUNCTION, lattice, channels, ...)                   \
  if ((lattice)->corners == 3) {                                     \
    BY_CHANNELS(FUNCTION, channels, 3, __VA_ARGS__)                  \
  } else if ((lattice)->corners == 6) {                              \
    BY_CHANNELS(FUNCTION, channels, 6, __VA_ARGS__)                  \
  }

#define BY_CHANNELS(FUNCTION, channels, ...)                         \
  switch (channels) {                                                \
  case 1: FUNCTION##_f1(1, __VA_ARGS__); break;                      \
  case 2: FUNCTION##_f2(1, __VA_ARGS__); break;                      \
  case 4: FUNCTION##_f4(1, __VA_ARGS__); break;                      \
  case 8: FUNCTION##_f8(1, __VA_ARGS__); break;                      \
  default: FUNCTION##_f8((channels) / 8, __VA_ARGS__);               \
  }

#define FILTERS(SUFFIX, VALUE)                                                                    \
  INLINE void splat_##SUFFIX(                                                                     \
      const size_t blocks, const size_t corners, const struct sepal_lattice *lattice, size_t n,   \
      const float *points, float *values) {                                                       \
    const VALUE *from = (const VALUE *)points;                                                    \
    VALUE *to = (VALUE *)values;                                                                  \
    for (size_t i = 0; i < n; i++) {                                                              \
      for (size_t c = 0; c < corners; c++) {                                                      \
        VALUE *vertex = to + (size_t)lattice->places[i * corners + c] * blocks;                   \
        const float weight = lattice->weights[i * corners + c];                                   \
        for (size_t b = 0; b < blocks; b++) vertex[b] += from[i * blocks + b] * weight;           \
      }                                                                                           \
    }                                                                                             \
  }                                                                                               \
                                                                                                  \
  INLINE void blur_##SUFFIX(                                                                      \
      const size_t blocks, const struct sepal_lattice *lattice, size_t axis, const float *old,    \
      float *new) {                                                                               \
    const size_t n = lattice->vertices;                                                           \
    const int32_t *before = lattice->neighbours + 2 * axis * n, *after = before + n;              \
    const VALUE *from = (const VALUE *)old;                                                       \
    VALUE *to = (VALUE *)new;                                                                     \
    for (size_t i = 0; i < n; i++) {                                                              \
      const VALUE *one = from + (size_t)before[i] * blocks;                                       \
      const VALUE *other = from + (size_t)after[i] * blocks;                                      \
      for (size_t b = 0; b < blocks; b++)                                                         \
        to[i * blocks + b] = from[i * blocks + b] + (one[b] + other[b]) * 0.5f;                   \
    }                                                                                             \
  }                                                                                               \
                                                                                                  \
  INLINE void slice_##SUFFIX(                                                                     \
      const size_t blocks, const size_t corners, const struct sepal_lattice *lattice,             \
      size_t first, size_t n, const float *values, float *points) {                               \
    const VALUE *from = (const VALUE *)values;                                                    \
    VALUE *to = (VALUE *)points;                                                                  \
    const int32_t *places = lattice->places + first * corners;                                    \
    const float *weights = lattice->weights + first * corners;                                    \
    for (size_t i = 0; i < n; i++) {                                                              \
      for (size_t b = 0; b < blocks; b++) {                                                       \
        VALUE sum = to[i * blocks + b];                                                           \
        for (size_t c = 0; c < corners; c++)                                                      \
          sum += from[(size_t)places[i * corners + c] * blocks + b] * weights[i * corners + c];   \
        to[i * blocks + b] = sum;                                                                 \
      }                                                                                           \
    }                                                                                             \
  }

FILTERS(f1, float)
FILTERS(f2, f2s)
FILTERS(f4, f4s)
FILTERS(f8, f8s)

SEPAL_DISPATCH("avx512bw", "avx2")
void sepal_lattice_splat(
    const struct sepal_lattice *lattice, size_t n, size_t channels, const float *points,
    float *values) {
  BY_SHAPE(splat, lattice, channels, lattice, n, points, values)
}

SEPAL_DISPATCH("avx512bw", "avx2")
void sepal_lattice_blur(
    const struct sepal_lattice *lattice, size_t axis, size_t channels, const float *from, float *to) {
  BY_CHANNELS(blur, channels, lattice, axis, from, to)
}

SEPAL_DISPATCH("avx512bw", "avx2")
void sepal_lattice_slice(
    const struct sepal_lattice *lattice, size_t first, size_t n, size_t channels,
    const float *values, float *points) {
  BY_SHAPE(slice, lattice, channels, lattice, first, n, values, points)
}

// What the `channels` lanes of a point, 1, 2 or 4, have together, in each of them.
#define TOGETHER(NAME, OPERATION)                                                                  \
  INLINE f16s NAME(f16s x, const size_t channels) {                                                \
    if (channels > 1)                                                                              \
      x = OPERATION(                                                                               \
          x, __builtin_shufflevector(x, x, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)); \
    if (channels > 2)                                                                              \
      x = OPERATION(                                                                               \
          x, __builtin_shufflevector(x, x, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13)); \
    return x;                                                                                      \
  }

INLINE f16s plus16(f16s x, f16s y) { return x + y; }
TOGETHER(sum_together, plus16)
TOGETHER(largest_together, larger16)

/// Of sixteen numbers: 16, 8 or 4 points.
INLINE f16s narrow_step16(const size_t channels, f16s base, f16s message) {
  f16s x = base + message;
  f16s most = larger16(largest_together(x, channels), all16(0));
  f16s power = exp16(x - most), none = exp16(-most);
  return (power - none) / (sum_together(power, channels) + none);
}

INLINE void narrow_step(
    const size_t channels, size_t n, const float *base, const float *messages, float *leads) {
  size_t i = 0;
  for (; i + 16 <= n * channels; i += 16)
    *(f16s *)(leads + i) =
        narrow_step16(channels, *(const f16s *)(base + i), *(const f16s *)(messages + i));
  if (i == n * channels) return;
  float rest[2][16] = {{0}};
  __builtin_memcpy(rest[0], base + i, (n * channels - i) * sizeof *base);
  __builtin_memcpy(rest[1], messages + i, (n * channels - i) * sizeof *base);
  f16s last = narrow_step16(channels, *(const f16s *)rest[0], *(const f16s *)rest[1]);
  __builtin_memcpy(leads + i, &last, (n * channels - i) * sizeof *base);
}

INLINE void wide_step(
    size_t channels, size_t n, const float *base, const float *messages, float *leads) {
  for (size_t i = 0; i < n; i++, base += channels, messages += channels, leads += channels) {
    float most = 0;
    for (size_t c = 0; c < channels; c++) {
      leads[c] = base[c] + messages[c];
      most = leads[c] > most ? leads[c] : most;
    }
    f8s sum = {0}, none = exp8((f8s){0} - most);
    for (size_t c = 0; c < channels; c += 8) {
      f8s power = exp8(*(const f8s *)(leads + c) - most);
      *(f8s *)(leads + c) = power - none;
      sum += power;
    }
    float all = none[0];
    for (size_t k = 0; k < 8; k++) all += sum[k];
    for (size_t c = 0; c < channels; c++) leads[c] /= all;
  }
}

SEPAL_DISPATCH("avx512bw", "avx2")
void sepal_mean_field_step(
    size_t n, size_t channels, const float *base, const float *messages, float *leads) {
  switch (channels) {
  case 1: narrow_step(1, n, base, messages, leads); break;
  case 2: narrow_step(2, n, base, messages, leads); break;
  case 4: narrow_step(4, n, base, messages, leads); break;
  default: wide_step(channels, n, base, messages, leads);
  }
}

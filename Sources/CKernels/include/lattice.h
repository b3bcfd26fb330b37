#pragma once
#include <stddef.h>
#include <stdint.h>

// Gaussian filtering on the permutohedral lattice and the mean-field step of a dense CRF. The same
// bits on every processor.
//
// Values have 1, 2, 4 or a multiple of 8 channels, those of one point or vertex together.

/// Points among the vertices of a lattice of `corners` − 1 dimensions.
struct sepal_lattice {
  size_t corners, vertices;
  /// [points, corners]: the vertices of the simplex that a point lies in, and their weights.
  const int32_t *places;
  const float *weights;
  /// [corners, 2, vertices]: the vertices before and after along each axis; `vertices` for none.
  const int32_t *neighbours;
};

/// How points become vertices. Vertex `c` is named by the sum over its coordinates, counted from
/// `origin`, of each one times its stride.
struct sepal_embedding {
  size_t corners;
  /// corners − 1 of each.
  const float *scales;
  const int64_t *strides;
  int64_t origin;
};

/// The simplices of `n` points: `features` is [corners − 1, row]. Writes `weights`, [n, corners], and the
/// vertices' names, [n, corners], each shifted left by `shift` and with its place from `first` on in
/// the bits below. `row` is at least n rounded up to 16.
void sepal_lattice_embed(
    struct sepal_embedding embedding, size_t n, const float *features, size_t row, size_t first,
    size_t shift, float *weights, uint64_t *names);

/// Adds `n` points to the vertices: values, [vertices, channels].
void sepal_lattice_splat(
    const struct sepal_lattice *lattice, size_t n, size_t channels, const float *points,
    float *values);

/// to = from + (before + after) / 2 along one axis. Both are [vertices + 1, channels], the last of them
/// zero in `from`.
void sepal_lattice_blur(
    const struct sepal_lattice *lattice, size_t axis, size_t channels, const float *from, float *to);

/// Adds to `n` points from point `first` on what the vertices hold.
void sepal_lattice_slice(
    const struct sepal_lattice *lattice, size_t first, size_t n, size_t channels,
    const float *values, float *points);

/// For each of `n` points and labels 1 … channels, how much likelier it is than label 0: the difference
/// of their probabilities, the softmax of 0 for label 0 and base + message for the others. A label
/// whose base is −infinity has probability 0.
void sepal_mean_field_step(
    size_t n, size_t channels, const float *base, const float *messages, float *leads);

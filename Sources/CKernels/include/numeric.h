#pragma once
#include <stddef.h>
#include <stdint.h>

// Kernels on f32 and bf16 numbers, one build for each instruction set, chosen at the first call by
// what the processor can do. Every sum is taken in one order, whatever the width of the registers:
// processors with fused multiply-add agree to the last bit, with AVX2 as with AVX-512.

/// The instruction set in use: "AVX-512", "AVX2" or "portable".
const char *sepal_instruction_set(void);

/// Whether products of bf16 numbers have an instruction here; without one they are exact all the
/// same, and as slow as f32.
int sepal_has_bf16(void);

/// What a product begins with.
enum sepal_start {
  /// c = a·b
  sepal_start_zero = 0,
  /// c = c + a·b
  sepal_start_sum = 1,
  /// c = bias + a·b, one bias for each column
  sepal_start_bias = 2,
};

/// Columns of a packed right-hand side that lie together.
enum { sepal_panel_columns = 48 };

/// The right-hand side of a product, k rows: column j is in panel j / 48, whose rows are `row`
/// numbers apart. A plain row-major matrix has `panel` 48 and `row` its number of columns.
struct sepal_right {
  const void *values;
  size_t row;
  size_t panel;
};

/// Packs k × n numbers, entry (p, j) at x[p·x_row + j·x_column], into panels whose rows are 48 apart;
/// columns beyond the last become 0. Writes k times n rounded up to 48 numbers.
void sepal_pack_panels(
    size_t k, size_t n, const float *x, size_t x_row, size_t x_column, float *y);

/// As `sepal_pack_panels`, for `sepal_matmul_bf16`. `k` is even.
void sepal_pack_panels_bf16(
    size_t k, size_t n, const float *x, size_t x_row, size_t x_column, uint16_t *y);

/// c[m×n] = start + a[m×k] · b[k×n]. Entry (i, p) of `a` is a[i·a_row + p·a_column], so `a` may be
/// transposed; rows of `c` are `c_row` apart. `n` is a multiple of 16. `c` overlaps nothing.
void sepal_matmul(
    size_t m, size_t n, size_t k, const float *a, size_t a_row, size_t a_column,
    struct sepal_right b, enum sepal_start start, const float *bias, float *c, size_t c_row);

/// As `sepal_matmul`, with bf16 factors and f32 sums. `k` is even, columns of `a` are neighbours, and
/// rows 2p and 2p+1 of `b` alternate: entry (2p+s, j) of a panel is values[p·row·2 + 2j + s], and
/// `row` and `panel` count pairs.
void sepal_matmul_bf16(
    size_t m, size_t n, size_t k, const uint16_t *a, size_t a_row, struct sepal_right b,
    enum sepal_start start, const float *bias, float *c, size_t c_row);

/// The nearest bf16 numbers, ties to even, of the `n` of `x`; NaN stays NaN.
void sepal_to_bf16(size_t n, const float *x, uint16_t *y);

/// As `sepal_to_bf16` for two rows whose numbers are made to alternate: y[2i+s] is row s's x[i].
void sepal_to_bf16_pairs(size_t n, const float *even, const float *odd, uint16_t *y);

/// x = x·Φ(x), the exact GELU (within 2e-7 of erf's).
void sepal_gelu(size_t n, float *x);

/// x = max(x, 0).
void sepal_relu(size_t n, float *x);

/// x = min(max(x, 0), 6).
void sepal_relu6(size_t n, float *x);

/// x = e^x, within 2e-7 of it; 0 below −87.3 and e^88.3 above 88.3.
void sepal_exp(size_t n, float *x);

/// z = x + y; `z` may be `x` or `y`.
void sepal_add(size_t n, const float *x, const float *y, float *z);

/// y = y + a·b, number by number; `y` overlaps neither factor.
void sepal_multiply_add(size_t n, const float *a, const float *b, float *y);

/// y = y + factor·x; `y` does not overlap `x`.
void sepal_add_scaled(size_t n, float factor, const float *x, float *y);

/// Each row of `x` less its mean, over its standard deviation (of the n, plus eps under the root),
/// times `weight`, plus `bias`.
void sepal_layer_norm(
    size_t rows, size_t n, const float *x, size_t x_row, const float *weight, const float *bias,
    float epsilon, float *y, size_t y_row);

/// Each row of `x` becomes exp(x − its maximum); its sum goes to `sums`. Columns n … padded−1 become 0.
void sepal_exp_rows(size_t rows, size_t n, size_t padded, float *x, size_t x_row, float *sums);

/// One tile of a softmax down the columns of a matrix that is seen a tile at a time. `x` becomes
/// exp(x − maximum so far); `maxima` and `sums` go on; `factors` is what earlier tiles' terms must
/// be multiplied with. Begin with maxima of −infinity and sums of 0. `n` is a multiple of 16.
void sepal_exp_columns(
    size_t rows, size_t n, float *x, size_t x_row, float *maxima, float *sums, float *factors);

/// y[i] = x[i]·scale[i / n], for `rows` rows of n.
void sepal_scale_rows(size_t rows, size_t n, const float *scales, float *x, size_t x_row);

/// One step of a random walk over n cells, a multiple of 16, on each of `maps` maps, `x_row` apart: y[p] =
/// x[p] + scales[p] · the sum over k of weights_k[p]·(x[p + s] − x[p]) + weights_k[p − s]·(x[p − s] −
/// x[p]), s being steps[k]. The maps and the `count` rows of weights, `weights_row` apart, can be read as far as the
/// longest step beyond both ends. `y` does not overlap `x`.
void sepal_walk(
    size_t n, size_t count, const size_t *steps, const float *weights, size_t weights_row,
    const float *scales, size_t maps, const float *x, size_t x_row, float *y);

/// y[k·n + p] = the sum over c of |x[p, c] − x[p + steps[k], c]| for `count` steps and rows p of
/// `channels` numbers, a multiple of 16; 0 where p + steps[k] ≥ n.
void sepal_pair_distances(
    size_t n, size_t channels, const float *x, size_t count, const size_t *steps, float *y);

/// dx[p, c] = what the sum over k and p of g[k·n + p] times the distances of `sepal_pair_distances`
/// changes by with x[p, c]. A distance of 0 has the slope 0.
void sepal_pair_slopes(
    size_t n, size_t channels, const float *x, size_t count, const size_t *steps, const float *g,
    float *dx);

/// The softmax over `tokens` + 1 scores, the first of them 0 and not stored, for each row and each
/// of 8 heads: x[8·j + head] is the score of token j + 1. `x_row` is at least 8·tokens rounded up to
/// 16; columns beyond 8·tokens become 0.
void sepal_token_softmax(size_t rows, size_t tokens, float *x, size_t x_row);

/// As `sepal_token_softmax` of the transposed matrix: x[(8·j + head)·x_row + i] is pixel i's score.
void sepal_token_softmax_columns(size_t pixels, size_t tokens, float *x, size_t x_row);

/// y = layer norm of (x + delta), and z = y + position, for rows of n, a multiple of 16. `y` may be
/// `x`.
void sepal_residual_norm(
    size_t rows, size_t n, const float *x, const float *delta, const float *weight,
    const float *bias, float epsilon, const float *position, float *y, float *z);

/// As `sepal_residual_norm`, with z as bf16, and y as bf16 once more with each two rows made to
/// alternate. `rows` is even.
void sepal_residual_norm_bf16(
    size_t rows, size_t n, const float *x, const float *delta, const float *weight,
    const float *bias, float epsilon, const float *position, float *y, uint16_t *z,
    uint16_t *pairs);

/// z = x + y as bf16; `n` is a multiple of 16.
void sepal_add_bf16(size_t n, const float *x, const float *y, uint16_t *z);

/// The transposed of `x`, `rows` × `n`, as bf16: y[j·y_row + i] = x[i·x_row + j]. `n` is a multiple of
/// 16, and so is the room in each row of `y`; what is beyond `rows` becomes 0.
void sepal_transpose_bf16(
    size_t rows, size_t n, const float *x, size_t x_row, uint16_t *y, size_t y_row);

/// The scores of a tile of queries under decomposed relative positions. Query r of the tile is at row
/// (first + r) / across and column (first + r) % across of a square of `side` × `side` keys; its
/// terms are the 2·side − 1 numbers from terms[r·terms_row] on for rows, and as many from
/// terms[r·terms_row + beside] on for columns: that of a key `d` rows below the query is
/// the one at side − 1 + d.
struct sepal_relative {
  size_t side, across, first;
  float scale;
  const float *terms;
  size_t terms_row, beside;
};

/// Score (r, ky·width + kx), plain, becomes exp(scale·score + row term + column term − the row's
/// maximum), and its sum over the row goes to `sums`; columns kx = side … width−1 become 0. `width` is
/// a multiple of 16. With `rounded`, the results go there as bf16, rows `rounded_row` apart, `sums` is of
/// what they were rounded to, and `x` holds anything.
void sepal_exp_relative(
    size_t rows, size_t width, struct sepal_relative relative, float *x, size_t x_row,
    uint16_t *rounded, size_t rounded_row, float *sums);

/// A map with the channels of each entry together: entry (i, j) is at values +
/// ((i % held)·columns + j)·channels, so that a ring of `held` rows will do where the others are not
/// looked at. `held` is `rows` for a whole map.
struct sepal_map {
  const float *values;
  size_t rows, columns, channels, held;
};

/// What entry (i, j) of a convolution's result sees: tap (u, v) of `kernel` × `kernel` sees entry
/// (i·stride + u·dilation − above, j·stride + v·dilation − left), which is zero beside the map.
struct sepal_window {
  size_t kernel, stride, dilation, above, left;
};

/// The weights of a convolution of all channels.
struct sepal_convolution {
  /// A right-hand side of `terms` rows as `sepal_pack_panels` makes it; row (u·kernel + v)·channels + c is
  /// for channel c of tap (u, v).
  const float *right;
  size_t terms, outputs;
  const float *bias;
  /// What comes out is no lower and no higher.
  float low, high;
};

/// Rows row … of `columns` entries of what a convolution makes of `map`: c[i·columns + j, k] = bias + the
/// sum over taps and channels + addend[i·columns + j, k], where there is an addend, then within the
/// bounds. `c` overlaps nothing.
void sepal_convolve(
    const struct sepal_convolution *x, struct sepal_map map, struct sepal_window window,
    size_t row, size_t rows, size_t columns, const float *addend, float *c);

/// Tiles of 2 × 2 entries that a convolution by Winograd's method makes together.
enum { sepal_winograd_tiles = 64 };

/// The weights of a 3×3 convolution of all channels by Winograd's method.
struct sepal_winograd {
  /// For each of the 16 numbers of a tile a right-hand side of `channels` rows as `sepal_pack_panels`
  /// makes it: G·w·Gᵀ, row by row.
  const float *right;
  size_t outputs;
  const float *bias;
  /// What comes out is no lower and no higher.
  float low, high;
};

/// Rows row … of `columns` entries of what a 3×3 convolution of stride 1 makes of `map`. `row` is even;
/// channels and outputs are multiples of 16. `scratch` has room for 16·64·(channels + outputs) numbers.
void sepal_winograd_convolve(
    const struct sepal_winograd *x, struct sepal_map map, struct sepal_window window, size_t row,
    size_t rows, size_t columns, float *scratch, float *y);

/// Taps along a side of a kernel for each channel by itself, at most.
enum { sepal_largest_kernel = 15 };

/// A convolution in which each channel sees itself alone.
struct sepal_depthwise {
  struct sepal_map map;
  struct sepal_window window;
  /// [kernel · kernel, channels]
  const float *weight;
  const float *bias;
  /// What comes out is no lower and no higher.
  float low, high;
};

/// Row `row`, of `columns` entries, of what the convolution makes of its map.
void sepal_depthwise_row(struct sepal_depthwise x, size_t row, size_t columns, float *y);

/// Row `row`, of `columns` entries, of each channel's largest number among those that a window sees in the
/// map; it sees one at least.
void sepal_max_pool_row(
    struct sepal_map map, struct sepal_window window, size_t row, size_t columns, float *y);

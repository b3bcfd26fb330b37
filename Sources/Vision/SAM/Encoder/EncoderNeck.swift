/// The last layers of an image encoder: a 1×1 and a 3×3 convolution, each followed by a norm over the
/// channels.
package struct EncoderNeck: Sendable {
  private let reduction: PackedMatrix
  private let reductionNorm: LayerNorm
  private let convolution: PackedMatrix
  private let convolutionNorm: LayerNorm

  private var channels: Int { reduction.columns }

  /// Reads `0` … `3`.
  init(
    width: Int, channels: Int, weights: WeightScope, precision: Precision
  ) throws(CheckpointError) {
    let first = try weights.tensor("0.weight", shape: [channels, width, 1, 1])
    reduction = PackedMatrix(
      first.values.span, rows: width, columns: channels,
      layout: MatrixLayout(row: 1, column: width), precision: precision)
    reductionNorm = try LayerNorm(width: channels, epsilon: 1e-6, weights: weights.child("1"))
    let second = try weights.tensor("2.weight", shape: [channels, channels, 3, 3])
    convolution = Self.packed(second, precision: precision)
    convolutionNorm = try LayerNorm(width: channels, epsilon: 1e-6, weights: weights.child("3"))
  }

  /// The weights of a 3×3 convolution, `[outputs, inputs, 3, 3]`, as the right-hand side of a product
  /// with rows of nine neighbours' channels.
  private static func packed(_ weight: Tensor, precision: Precision) -> PackedMatrix {
    let (outputs, inputs) = (weight.shape[0], weight.shape[1])
    var values = [Float](repeating: 0, count: weight.count)
    for output in 0..<outputs {
      for input in 0..<inputs {
        for tap in 0..<9 {
          values[(output * 9 + tap) * inputs + input] =
            weight.values[(output * inputs + input) * 9 + tap]
        }
      }
    }
    return PackedMatrix(
      values.span, rows: 9 * inputs, columns: outputs,
      layout: MatrixLayout(row: 1, column: 9 * inputs), precision: precision)
  }

  /// The embedding of `tokens`, `[grid · grid, width]`.
  package func embedding(of tokens: [Float], grid: Int, workers: Workers) -> ImageEmbedding {
    let reduced = reduced(tokens, grid: grid, workers: workers)
    var values = [Float](repeating: 0, count: reduced.count)
    workers.updateTiles(of: &values, tile: grid * channels) { start, values in
      let neighbours = neighbours(ofRow: start / (grid * channels), in: reduced, grid: grid)
      convolution.multiply(neighbours.span, count: grid, into: &values)
      convolutionNorm.normalise(&values, rows: grid)
    }
    return ImageEmbedding(grid: grid, channels: channels, values: values)
  }

  /// What the first convolution and its norm make of the tokens: `[grid · grid, channels]`.
  package func reduced(_ tokens: [Float], grid: Int, workers: Workers) -> [Float] {
    let width = reduction.rows
    var reduced = [Float](repeating: 0, count: grid * grid * channels)
    workers.updateTiles(of: &reduced, tile: grid * channels) { start, rows in
      let first = start / channels * width
      reduction.multiply(
        tokens.span.extracting(first..<first + grid * width), count: grid, into: &rows)
      reductionNorm.normalise(&rows, rows: grid)
    }
    return reduced
  }

  /// For each entry of a row of the map the channels of its nine neighbours, zeros outside.
  private func neighbours(ofRow row: Int, in map: [Float], grid: Int) -> [Float] {
    var neighbours = [Float](repeating: 0, count: grid * 9 * channels)
    var target = neighbours.mutableSpan
    for dy in 0..<3 where (0..<grid).contains(row + dy - 1) {
      let source = (row + dy - 1) * grid
      for dx in 0..<3 {
        let columns = max(0, 1 - dx)..<min(grid, grid + 1 - dx)
        RowCopies.copy(
          map.span,
          from: (
            (source + columns.lowerBound + dx - 1) * channels,
            (columns.lowerBound * 9 + dy * 3 + dx) * channels
          ),
          rows: columns.count, columns: channels, row: (channels, 9 * channels), into: &target)
      }
    }
    return neighbours
  }
}

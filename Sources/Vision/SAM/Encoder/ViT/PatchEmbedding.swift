/// The first layer of the vision transformer: each square patch of the frame becomes a token.
package struct PatchEmbedding: Sendable {
  /// Pixels along one side of a patch.
  let patch: Int
  /// Patches along one side of the frame.
  let grid: Int
  private let projection: Linear

  /// Reads `proj`, a convolution whose stride is its kernel's side.
  init(
    patch: Int, grid: Int, width: Int, weights: WeightScope, precision: Precision
  ) throws(CheckpointError) {
    (self.patch, self.grid) = (patch, grid)
    let weights = weights.child("proj")
    projection = Linear(
      weight: try weights.tensor("weight", shape: [width, 3, patch, patch]).values,
      bias: try weights.tensor("bias", shape: [width]).values, precision: precision)
  }

  /// The tokens of `frame`, `[3, side, side]`, row by row: `[grid · grid, width]`.
  package func tokens(of frame: Tensor, workers: Workers) -> [Float] {
    let width = projection.outputs
    var tokens = [Float](repeating: 0, count: grid * grid * width)
    workers.updateTiles(of: &tokens, tile: grid * width) { start, tokens in
      let patches = patches(inRow: start / (grid * width), of: frame)
      projection.apply(patches.span, count: grid, into: &tokens)
    }
    return tokens
  }

  /// The pixels of each patch of one row, channel by channel.
  private func patches(inRow row: Int, of frame: Tensor) -> [Float] {
    let side = grid * patch
    var patches = [Float](repeating: 0, count: grid * projection.inputs)
    var target = patches.mutableSpan
    for channel in 0..<3 {
      for y in 0..<patch {
        RowCopies.copy(
          frame.values.span,
          from: ((channel * side + row * patch + y) * side, (channel * patch + y) * patch),
          rows: grid, columns: patch, row: (patch, projection.inputs), into: &target)
      }
    }
    return patches
  }
}

extension Affinities {
  /// e to the minus mean absolute difference of the two cells' features, `[rows, columns, channels]`;
  /// `channels` is a multiple of 16.
  ///
  /// Source: PSA (arXiv 1803.10464), equation 3.
  package init(features: Span<Float>, channels: Int, grid: PairGrid) {
    precondition(
      features.count == grid.cells * channels,
      "Affinities: \(features.count) features for \(grid.cells)×\(channels)")
    var values = PairKernels.distances(features, channels: channels, steps: grid.steps)
    let scale = -1 / Float(channels)
    for index in values.indices { values[index] *= scale }
    var span = values.mutableSpan
    PairKernels.exponentiate(&span)
    self.init(grid: grid, values: values)
  }
}

/// sam-nano's neck: maps of three sides are brought to one side and width and added, then two 3×3
/// convolutions refine the sum.
package struct PyramidNeck: Sendable {
  private let eighth: Convolution
  private let sixteenth: Linear
  private let thirtySecond: Linear
  private let sumNorm: LayerNorm
  private let first: Convolution
  private let firstNorm: LayerNorm
  private let second: Convolution
  private let secondNorm: LayerNorm

  private var channels: Int { sixteenth.outputs }

  /// Reads `lateral8`, `lateral16`, `lateral32`, `conv1`, `conv2`, `norm1`, `norm2` and `norm3`.
  /// `widths` are the channels of the three maps, the largest map first.
  ///
  /// Throws: `CheckpointError` for a weight that is missing or of another shape.
  package init(
    widths: (eighth: Int, sixteenth: Int, thirtySecond: Int), channels: Int, weights: WeightScope,
    precision: Precision
  ) throws(CheckpointError) {
    func convolution(_ name: String, inputs: Int, stride: Int = 1) throws(CheckpointError)
      -> Convolution
    {
      let layer = weights.child(name)
      return Convolution(
        weight: try layer.tensor("weight", shape: [channels, inputs, 3, 3]).values, inputs: inputs,
        bias: try layer.tensor("bias", shape: [channels]).values,
        window: ConvolutionWindow(kernel: 3, stride: stride), precision: precision)
    }
    func pointwise(_ name: String, inputs: Int) throws(CheckpointError) -> Linear {
      let layer = weights.child(name)
      return Linear(
        weight: try layer.tensor("weight", shape: [channels, inputs, 1, 1]).values,
        bias: try layer.tensor("bias", shape: [channels]).values, precision: precision)
    }
    func norm(_ name: String) throws(CheckpointError) -> LayerNorm {
      try LayerNorm(width: channels, epsilon: 1e-6, weights: weights.child(name))
    }
    eighth = try convolution("lateral8", inputs: widths.eighth, stride: 2)
    sixteenth = try pointwise("lateral16", inputs: widths.sixteenth)
    thirtySecond = try pointwise("lateral32", inputs: widths.thirtySecond)
    sumNorm = try norm("norm1")
    (first, firstNorm) = (try convolution("conv1", inputs: channels), try norm("norm2"))
    (second, secondNorm) = (try convolution("conv2", inputs: channels), try norm("norm3"))
  }

  /// The embedding of `features`, of the side of the second of them.
  package func embedding(
    of features: EfficientNetLite0.Features, workers: Workers
  ) -> ImageEmbedding {
    let sum = sum(of: features, workers: workers)
    var map = sum
    map.updateRows(entries: 1, workers: workers) { _, values in RowKernels.gelu(&values) }
    let activated = map
    map.updateRows(entries: 1, workers: workers) { rows, values in
      first.row(rows.lowerBound, of: activated, into: &values)
      firstNorm.normalise(&values, rows: activated.side)
      RowKernels.gelu(&values)
    }
    let hidden = map
    map.updateRows(entries: 1, workers: workers) { rows, values in
      second.row(rows.lowerBound, of: hidden, into: &values)
      RowKernels.add(sum.values.span.extracting(sum.range(of: rows)), to: &values)
      secondNorm.normalise(&values, rows: hidden.side)
    }
    return ImageEmbedding(grid: map.side, channels: channels, values: map.values)
  }

  /// The three maps at one side, added and normalised.
  private func sum(of features: EfficientNetLite0.Features, workers: Workers) -> FeatureMap {
    let side = features.sixteenth.side
    precondition(
      features.eighth.side == 2 * side && side == 2 * features.last.side,
      "PyramidNeck: maps of \(features.eighth.side), \(side), \(features.last.side)")
    var coarse = FeatureMap(side: side / 2, channels: channels)
    coarse.updateRows(entries: side, workers: workers) { rows, values in
      thirtySecond.apply(
        features.last.values.span.extracting(features.last.range(of: rows)),
        count: rows.count * side / 2, into: &values)
    }
    let upsampled = coarse
    var sum = FeatureMap(side: side, channels: channels)
    sum.updateRows(entries: 1, workers: workers) { rows, values in
      let row = rows.lowerBound
      eighth.row(row, of: features.eighth, into: &values)
      let middle = sixteenth(
        features.sixteenth.values.span.extracting(features.sixteenth.range(of: rows)), count: side)
      RowKernels.add(middle.span, to: &values)
      let below = upsampled.doubledRow(row)
      RowKernels.add(below.span, to: &values)
      sumNorm.normalise(&values, rows: side)
    }
    return sum
  }
}

extension FeatureMap {
  /// Row `row` of the map at twice its size: each entry is ¾ of the nearest and ¼ of the next nearest
  /// along either axis, and the border repeats itself. `interpolate(scale_factor=2)` of PyTorch, bilinear
  /// without aligned corners.
  func doubledRow(_ row: Int) -> [Float] {
    let near = row / 2
    let next = min(max(near + (row.isMultiple(of: 2) ? -1 : 1), 0), rows - 1)
    var mixed = [Float](repeating: 0, count: rowLength)
    for index in 0..<rowLength {
      mixed[index] =
        0.75 * values[near * rowLength + index] + 0.25 * values[next * rowLength + index]
    }
    var doubled = [Float](repeating: 0, count: 2 * rowLength)
    for column in 0..<2 * columns {
      let near = column / 2
      let next = min(max(near + (column.isMultiple(of: 2) ? -1 : 1), 0), columns - 1)
      for channel in 0..<channels {
        doubled[column * channels + channel] =
          0.75 * mixed[near * channels + channel] + 0.25 * mixed[next * channels + channel]
      }
    }
    return doubled
  }
}

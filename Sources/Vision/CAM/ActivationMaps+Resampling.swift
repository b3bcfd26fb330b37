extension ActivationMaps {
  /// The maps at the image's own size, `columns` × `rows` = `width` × `height`, interpolated
  /// bilinearly; the same maps where they have that size.
  ///
  /// Source: PyTorch 2.15, `interpolate(mode="bilinear", align_corners=False)`.
  public func resampledToImage() -> ActivationMaps { resampled(columns: width, rows: height) }

  /// The maps on another grid, interpolated bilinearly between the centres of cells; beyond the
  /// outermost centres a map is constant.
  public func resampled(columns: Int, rows: Int) -> ActivationMaps {
    guard (columns, rows) != (self.columns, self.rows) else { return self }
    let across = BilinearAxis(inputs: self.columns, outputs: columns)
    let down = BilinearAxis(inputs: self.rows, outputs: rows)
    var result: [Float] = []
    result.reserveCapacity(classes.count * rows * columns)
    for index in classes.indices {
      let map = map(index)
      // The two input rows that an output row lies between, stretched to its length.
      var (upper, lower) = (StretchedRow(length: columns), StretchedRow(length: columns))
      for row in 0..<rows {
        let (first, second, share) = down[row]
        if upper.index != first { swap(&upper, &lower) }
        upper.stretch(row: first, of: map.span, axis: across)
        lower.stretch(row: second, of: map.span, axis: across)
        for column in 0..<columns {
          result.append(upper.values[column] * (1 - share) + lower.values[column] * share)
        }
      }
    }
    return ActivationMaps(
      width: width, height: height, classes: classes, columns: columns, rows: rows,
      values: result)
  }
}

/// Where the samples of one axis lie among its inputs.
private struct BilinearAxis {
  let inputs: Int
  let outputs: Int

  /// The two inputs that an output lies between, and the share of the second.
  ///
  /// Positions are f32, as PyTorch has them, so that both round to the same neighbours.
  subscript(output: Int) -> (first: Int, second: Int, share: Float) {
    guard inputs != outputs else { return (output, output, 0) }
    let scale = Float(inputs) / Float(outputs)
    let position = max(0, scale * (Float(output) + 0.5) - 0.5)
    let first = min(Int(position), inputs - 1)
    return (first, min(first + 1, inputs - 1), min(position - Float(first), 1))
  }
}

/// A row of a map, interpolated along its length, and which one it is.
private struct StretchedRow {
  private(set) var index: Int?
  private(set) var values: [Float]

  init(length: Int) { values = [Float](repeating: 0, count: length) }

  /// Does nothing where `row` is what it holds.
  mutating func stretch(row: Int, of map: Span<Float>, axis: BilinearAxis) {
    guard index != row else { return }
    index = row
    let start = row * axis.inputs
    for column in values.indices {
      let (first, second, share) = axis[column]
      values[column] = map[start + first] * (1 - share) + map[start + second] * share
    }
  }
}

/// A 1×1 convolution, one of each channel with itself, and another 1×1 one, with an activation after
/// the first two: the body of an inverted bottleneck.
package struct SeparableConvolution: Sendable {
  /// nil where the channels are not widened: the map is convolved as it is.
  let widening: Linear?
  let depthwise: DepthwiseKernel
  let narrowing: Linear
  let activation: Activation

  /// Rows of the result that are made together. The widened rows above and below them are computed
  /// for both bands: less work than to keep all of them, which no cache would hold.
  private static let band = 8

  /// What the three make of `map`.
  package func callAsFunction(_ map: FeatureMap, workers: Workers) -> FeatureMap {
    var result = depthwise.window.result(of: map, channels: narrowing.outputs)
    result.updateRows(entries: Self.band * result.columns, workers: workers) { rows, values in
      let source = depthwise.window.source(of: rows, length: map.rows)
      if let widening {
        let widened = widened(source, of: map, by: widening)
        fill(rows, of: widened.span, from: source.lowerBound, map, into: &values)
      } else {
        fill(rows, of: map.values.span, from: 0, map, into: &values)
      }
    }
    return result
  }

  /// What the first convolution makes of some rows of `map`.
  private func widened(_ rows: Range<Int>, of map: FeatureMap, by widening: Linear) -> [Float] {
    let length = map.columns * widening.outputs
    var widened = [Float](repeating: 0, count: rows.count * length)
    var target = widened.mutableSpan
    for (index, row) in rows.enumerated() {
      target.withSlice(index * length..<(index + 1) * length) { values in
        widening.apply(
          map.values.span.extracting(map.range(of: row..<row + 1)), count: map.columns,
          into: &values)
        activation.apply(&values)
      }
    }
    return widened
  }

  /// Writes `rows` of what the other two make of `map` widened, of which `widened` has the rows that
  /// they depend on, from row `first` on.
  private func fill(
    _ rows: Range<Int>, of widened: Span<Float>, from first: Int, _ map: FeatureMap,
    into values: inout MutableSpan<Float>
  ) {
    let columns = depthwise.window.length(for: map.columns)
    var scratch = [Float](repeating: 0, count: columns * depthwise.channels)
    var hidden = scratch.mutableSpan
    let length = columns * narrowing.outputs
    for (index, row) in rows.enumerated() {
      depthwise.row(
        row, of: widened, from: first, rows: map.rows, columns: map.columns, into: &hidden)
      activation.apply(&hidden)
      values.withSlice(index * length..<(index + 1) * length) {
        narrowing.apply(hidden.span, count: columns, into: &$0)
      }
    }
  }
}

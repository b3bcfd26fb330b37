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
    let side = depthwise.window.side(for: map.side)
    var result = FeatureMap(side: side, channels: narrowing.outputs)
    result.updateRows(entries: Self.band * side, workers: workers) { rows, values in
      let source = depthwise.window.source(of: rows, side: map.side)
      if let widening {
        let widened = widened(source, of: map, by: widening)
        fill(rows, of: widened.span, from: source.lowerBound, side: map.side, into: &values)
      } else {
        fill(rows, of: map.values.span, from: 0, side: map.side, into: &values)
      }
    }
    return result
  }

  /// What the first convolution makes of some rows of `map`.
  private func widened(_ rows: Range<Int>, of map: FeatureMap, by widening: Linear) -> [Float] {
    let length = map.side * widening.outputs
    var widened = [Float](repeating: 0, count: rows.count * length)
    var target = widened.mutableSpan
    for (index, row) in rows.enumerated() {
      target.withSlice(index * length..<(index + 1) * length) { values in
        widening.apply(
          map.values.span.extracting(map.range(of: row..<row + 1)), count: map.side, into: &values)
        activation.apply(&values)
      }
    }
    return widened
  }

  /// Writes `rows` of what the other two make of a widened map of which `widened` has the rows that
  /// they depend on, from row `first` on.
  private func fill(
    _ rows: Range<Int>, of widened: Span<Float>, from first: Int, side: Int,
    into values: inout MutableSpan<Float>
  ) {
    let columns = depthwise.window.side(for: side)
    var scratch = [Float](repeating: 0, count: columns * depthwise.channels)
    var hidden = scratch.mutableSpan
    let length = columns * narrowing.outputs
    for (index, row) in rows.enumerated() {
      depthwise.row(row, of: widened, from: first, side: side, into: &hidden)
      activation.apply(&hidden)
      values.withSlice(index * length..<(index + 1) * length) {
        narrowing.apply(hidden.span, count: columns, into: &$0)
      }
    }
  }
}

/// A convolution of single entries, one with a window, and another of single entries, with what went
/// in added: inverted bottlenecks, which widen the channels in between, and plain ones, which narrow
/// them.
///
/// The three are computed some rows at a time. Of what the first makes only the rows that the second
/// sees are kept, in a ring: all of them would go to memory and back.
package struct Bottleneck: Sendable {
  /// The convolution with a window.
  package enum Middle: Sendable {
    /// Each channel with itself.
    case depthwise(DepthwiseKernel, Activation)
    case full(Convolution)
  }

  /// What is added to the result of the last, before its activation.
  package enum Shortcut: Sendable {
    case none
    /// The map itself, which must have the result's shape.
    case identity
    case convolution(Convolution)
  }

  /// nil where the second sees the map as it is.
  let first: Convolution?
  let middle: Middle
  let last: Convolution
  let shortcut: Shortcut

  package init(first: Convolution?, middle: Middle, last: Convolution, shortcut: Shortcut) {
    (self.first, self.middle, self.last, self.shortcut) = (first, middle, last, shortcut)
  }

  /// What the block makes of `map`.
  package func callAsFunction(_ map: FeatureMap, workers: Workers) -> FeatureMap {
    let rows = middle.window.length(for: map.rows)
    return FeatureMap(
      rows: rows, columns: middle.window.length(for: map.columns), channels: last.outputs,
      tile: workers.share(of: rows, unit: middle.rowUnit), workers: workers
    ) { rows, values in
      BottleneckPass(self, map).fill(rows, into: &values)
    }
  }
}

extension Bottleneck.Middle {
  var window: ConvolutionWindow {
    switch self {
    case .depthwise(let kernel, _): kernel.window
    case .full(let convolution): convolution.window
    }
  }

  /// Rows that are made together.
  var rowUnit: Int {
    switch self {
    case .depthwise: 1
    case .full(let convolution): convolution.rowUnit
    }
  }

  var outputs: Int {
    switch self {
    case .depthwise(let kernel, _): kernel.channels
    case .full(let convolution): convolution.outputs
    }
  }

  /// Writes `rows` of what is made of a map.
  func fill(
    _ rows: Range<Int>, of map: Span<Float>, _ extent: MapExtent, into y: inout MutableSpan<Float>
  ) {
    switch self {
    case .full(let convolution):
      convolution.fill(rows, of: map, extent, into: &y)
    case .depthwise(let kernel, let activation):
      let length = kernel.window.length(for: extent.columns) * kernel.channels
      for (index, row) in rows.enumerated() {
        y.withSlice(index * length..<(index + 1) * length) {
          kernel.row(row, of: map, extent, bounds: Activation?(activation).bounds, into: &$0)
        }
      }
      Activation?(activation).rest?.apply(&y)
    }
  }
}

/// A convolution of all channels with a border of zeros, and an activation after it.
package struct Convolution: Sendable {
  package let window: ConvolutionWindow
  package let inputs: Int
  package let outputs: Int
  package let activation: Activation?
  private let arithmetic: Arithmetic

  /// How f32 results come about.
  package enum Method: Sendable {
    /// Sums in the order of the taps.
    case direct
    /// Winograd's, where the window and the channels allow it: less than half of the multiplications
    /// and some 1e-5 of difference.
    case winograd
  }

  private enum Arithmetic: Sendable {
    case f32(ConvolutionKernel)
    case winograd(WinogradKernel)
    /// What the taps see is gathered and rounded, then one product for each row of the map.
    case bf16(PackedMatrix, bias: [Float])
  }

  /// `weight` is `[outputs, inputs, kernel, kernel]`, row-major.
  package init(
    weight: [Float], inputs: Int, bias: [Float]? = nil, window: ConvolutionWindow = .pointwise,
    activation: Activation? = nil, method: Method = .direct, precision: Precision
  ) {
    let taps = window.kernel * window.kernel
    let outputs = weight.count / (taps * inputs)
    let bias = bias ?? [Float](repeating: 0, count: outputs)
    precondition(
      weight.count == outputs * inputs * taps && bias.count == outputs,
      "Convolution: \(weight.count) weights for \(inputs) channels, \(window)")
    (self.inputs, self.outputs, self.window) = (inputs, outputs, window)
    self.activation = activation
    if method == .winograd && precision == .f32
      && WinogradKernel.fits(window, inputs: inputs, outputs: outputs)
    {
      arithmetic = .winograd(
        WinogradKernel(weight: weight, bias: bias, inputs: inputs, window: window))
      return
    }
    // A product of bf16 takes its terms in pairs.
    let terms = precision == .bf16 ? (taps * inputs + 1) / 2 * 2 : taps * inputs
    let rows = Self.tapsFirst(weight, inputs: inputs, taps: taps, terms: terms)
    let layout = MatrixLayout(row: 1, column: terms)
    switch precision {
    case .f32:
      arithmetic = .f32(
        ConvolutionKernel(
          weight: rows.span, layout: layout, bias: bias, inputs: inputs, window: window))
    case .bf16:
      let matrix = PackedMatrix(
        rows.span, rows: terms, columns: outputs, layout: layout, precision: .bf16)
      arithmetic = .bf16(matrix, bias: bias)
    }
  }

  /// Of `[outputs, inputs, taps]`, `[outputs, terms]`: the inputs of each tap together, then zeros.
  private static func tapsFirst(
    _ weight: [Float], inputs: Int, taps: Int, terms: Int
  ) -> [Float] {
    guard taps > 1 || terms > inputs else { return weight }
    let outputs = weight.count / (taps * inputs)
    var values = [Float](repeating: 0, count: outputs * terms)
    for output in 0..<outputs {
      for input in 0..<inputs {
        for tap in 0..<taps {
          values[output * terms + tap * inputs + input] =
            weight[(output * inputs + input) * taps + tap]
        }
      }
    }
    return values
  }

  /// Rows that are made together: the first of those that `fill` is asked for must be a multiple of it.
  var rowUnit: Int { if case .winograd = arithmetic { 2 } else { 1 } }

  /// Writes `rows` of what is made of a map; `addend`, of their shape, is added before the activation, but
  /// not with Winograd's method.
  func fill(
    _ rows: Range<Int>, of map: Span<Float>, _ extent: MapExtent, adding addend: Span<Float>? = nil,
    into y: inout MutableSpan<Float>
  ) {
    switch arithmetic {
    case .f32(let kernel):
      kernel.fill(rows, of: map, extent, adding: addend, bounds: activation.bounds, into: &y)
      activation.rest?.apply(&y)
    case .winograd(let kernel):
      precondition(addend == nil, "Convolution: something to add to what Winograd's method makes")
      kernel.fill(rows, of: map, extent, bounds: activation.bounds, into: &y)
      activation.rest?.apply(&y)
    case .bf16(let matrix, let bias):
      let length = window.length(for: extent.columns) * outputs
      for (index, row) in rows.enumerated() {
        y.withSlice(index * length..<(index + 1) * length) { y in
          multiply(row, of: map, extent, by: matrix, bias, into: &y)
          if let addend {
            RowKernels.add(
              addend.extracting(index * length..<(index + 1) * length), to: &y)
          }
        }
      }
      activation?.apply(&y)
    }
  }

  /// Writes row `row` of what is made of `map`.
  func row(_ row: Int, of map: FeatureMap, into y: inout MutableSpan<Float>) {
    fill(row..<row + 1, of: map.values.span, map.extent, into: &y)
  }

  /// What is made of `map`.
  package func callAsFunction(_ map: FeatureMap, workers: Workers) -> FeatureMap {
    let length = window.length(for: map.rows)
    return FeatureMap(
      rows: length, columns: window.length(for: map.columns), channels: outputs,
      tile: workers.share(of: length, unit: rowUnit), workers: workers
    ) { rows, values in
      fill(rows, of: map.values.span, map.extent, into: &values)
    }
  }
}

extension Convolution {
  /// A row of the result as a product.
  private func multiply(
    _ row: Int, of map: Span<Float>, _ extent: MapExtent, by matrix: PackedMatrix, _ bias: [Float],
    into y: inout MutableSpan<Float>
  ) {
    let columns = window.length(for: extent.columns)
    if window == .pointwise && matrix.rows == inputs {
      let start = row % extent.held * extent.rowLength
      matrix.multiply(
        map.extracting(start..<start + extent.rowLength), count: columns, start: .bias(bias),
        into: &y)
      return
    }
    let seen = gathered(row, of: map, extent, terms: matrix.rows)
    matrix.multiply(seen.span, count: columns, start: .bias(bias), into: &y)
  }

  /// For each entry of a row of the result what its taps see.
  private func gathered(
    _ row: Int, of map: Span<Float>, _ extent: MapExtent, terms: Int
  ) -> [Float] {
    let columns = window.length(for: extent.columns)
    let (stride, dilation) = (window.stride, window.dilation)
    let (above, left) = (window.before(extent.rows), window.before(extent.columns))
    var seen = [Float](repeating: 0, count: columns * terms)
    var target = seen.mutableSpan
    for tap in 0..<window.kernel * window.kernel {
      let (down, across) = tap.quotientAndRemainder(dividingBy: window.kernel)
      let y = row * stride + down * dilation - above
      // The first column whose tap is not left of the map, and the first whose tap is right of it.
      let shift = across * dilation - left
      let first = max(0, (stride - 1 - shift) / stride)
      let end = min(columns, max(0, extent.columns - shift + stride - 1) / stride)
      guard (0..<extent.rows).contains(y), first < end else { continue }
      let source = y % extent.held * extent.columns + first * stride + shift
      RowCopies.copy(
        map, from: (source * inputs, first * terms + tap * inputs), rows: end - first,
        columns: inputs, row: (stride * inputs, terms), into: &target)
    }
    return seen
  }
}

/// A 3×3 convolution with a border of zeros, as one product for each row of the map.
struct Convolution3x3: Sendable {
  let inputs: Int
  let window: ConvolutionWindow
  private let matrix: PackedMatrix
  private let start: ProductStart

  var outputs: Int { matrix.columns }

  /// `weight` is `[outputs, inputs, 3, 3]`, row-major.
  init(
    weight: [Float], inputs: Int, bias: [Float]? = nil, stride: Int = 1,
    border: ConvolutionWindow.Border = .even, precision: Precision
  ) {
    let outputs = weight.count / (9 * inputs)
    precondition(
      weight.count == outputs * inputs * 9 && bias.map { $0.count == outputs } ?? true,
      "Convolution3x3: \(weight.count) weights for \(inputs) channels")
    // A product of bf16 takes its terms in pairs.
    let terms = (9 * inputs + 1) / 2 * 2
    var values = [Float](repeating: 0, count: outputs * terms)
    for output in 0..<outputs {
      for input in 0..<inputs {
        for tap in 0..<9 {
          values[output * terms + tap * inputs + input] =
            weight[(output * inputs + input) * 9 + tap]
        }
      }
    }
    self.inputs = inputs
    window = ConvolutionWindow(kernel: 3, stride: stride, border: border)
    matrix = PackedMatrix(
      values.span, rows: terms, columns: outputs, layout: MatrixLayout(row: 1, column: terms),
      precision: precision)
    start = bias.map { .bias($0) } ?? .zero
  }

  /// Writes row `row` of what is made of `map`.
  func row(_ row: Int, of map: FeatureMap, into values: inout MutableSpan<Float>) {
    let columns = window.length(for: map.columns)
    let stride = window.stride
    let (above, before) = (window.before(map.rows), window.before(map.columns))
    var scratch = [Float](repeating: 0, count: columns * matrix.rows)
    var neighbours = scratch.mutableSpan
    for dy in 0..<3 where (0..<map.rows).contains(row * stride + dy - above) {
      let source = (row * stride + dy - above) * map.columns
      for dx in 0..<3 {
        let first = dx < before ? 1 : 0
        let end = min(columns, (map.columns + before - dx + stride - 1) / stride)
        guard first < end else { continue }
        RowCopies.copy(
          map.values.span,
          from: (
            (source + first * stride + dx - before) * inputs,
            first * matrix.rows + (dy * 3 + dx) * inputs
          ),
          rows: end - first, columns: inputs, row: (stride * inputs, matrix.rows),
          into: &neighbours)
      }
    }
    matrix.multiply(neighbours.span, count: columns, start: start, into: &values)
  }
}

/// A 3×3 convolution with a border of zeros, as one product for each row of the map.
struct Convolution3x3: Sendable {
  let inputs: Int
  let stride: Int
  private let matrix: PackedMatrix
  private let start: ProductStart

  var outputs: Int { matrix.columns }

  /// `weight` is `[outputs, inputs, 3, 3]`, row-major.
  init(weight: [Float], inputs: Int, bias: [Float]? = nil, stride: Int = 1, precision: Precision) {
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
    (self.inputs, self.stride) = (inputs, stride)
    matrix = PackedMatrix(
      values.span, rows: terms, columns: outputs, layout: MatrixLayout(row: 1, column: terms),
      precision: precision)
    start = bias.map { .bias($0) } ?? .zero
  }

  /// Rows, and columns, of what is made of a map of `side` × `side`.
  func side(for side: Int) -> Int { (side - 1) / stride + 1 }

  /// Writes row `row` of what is made of `map`.
  func row(_ row: Int, of map: FeatureMap, into values: inout MutableSpan<Float>) {
    let columns = side(for: map.side)
    var scratch = [Float](repeating: 0, count: columns * matrix.rows)
    var neighbours = scratch.mutableSpan
    for dy in 0..<3 where (0..<map.side).contains(row * stride + dy - 1) {
      let source = (row * stride + dy - 1) * map.side
      for dx in 0..<3 {
        let first = dx == 0 ? 1 : 0
        let end = min(columns, (map.side - dx) / stride + 1)
        RowCopies.copy(
          map.values.span,
          from: (
            (source + first * stride + dx - 1) * inputs,
            first * matrix.rows + (dy * 3 + dx) * inputs
          ),
          rows: max(0, end - first), columns: inputs, row: (stride * inputs, matrix.rows),
          into: &neighbours)
      }
    }
    matrix.multiply(neighbours.span, count: columns, start: start, into: &values)
  }
}
